package reins.policy.episode;

import reins.contract.config.Task;
import reins.contract.exchange.Mode;
import reins.contract.exchange.StateFrame;
import reins.policy.observe.Objects;

/**
 * Whether state and tracked object are fresh and finite enough to act on and to learn from.
 *
 * <p>Both are judged by the age at which the controller stops trusting an action.
 */
final class Visibility {

  private final long maxAge_ns;

  Visibility(Task task) {
    maxAge_ns = Math.round(task.action().hold_after_s() * 1e9);
  }

  /** The controller runs, its robot answers, and it would move. */
  boolean robot(long now_ns, StateFrame state) {
    return state.seq > 0
        && now_ns - state.stamp_ns <= maxAge_ns
        && now_ns - state.robot_stamp_ns <= maxAge_ns
        && Mode.of(state.mode).following()
        && finite(state.p_base_tool_m);
  }

  /** The tracker saw the object just now. */
  boolean object(long now_ns, Objects objects) {
    return objects.stamp_ns != 0
        && now_ns - objects.stamp_ns <= maxAge_ns
        && finite(objects.p_base_object_m);
  }

  private static boolean finite(double[] p) {
    return Double.isFinite(p[0]) && Double.isFinite(p[1]) && Double.isFinite(p[2]);
  }
}
