package reins.policy.episode;

import reins.contract.config.FlightTask;
import reins.contract.config.Goal;
import reins.contract.config.Task;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.Mode;
import reins.contract.exchange.StateFrame;
import reins.policy.observe.Objects;
import reins.policy.observe.Progress;

/**
 * Whether the task's goal is met or lost, seen from what is measured.
 *
 * <p>Units and frames: metres in the base frame.
 */
final class Judge {
  private final Goal goal;
  private final double restZ_m;
  private final TaskConfig.Workspace box;
  private final long fresh_ns;

  Judge(Task task) {
    goal = task.reward();
    fresh_ns = Math.round(1e9 * task.action().hold_after_s());
    switch (task) {
      case TaskConfig arm -> {
        restZ_m = arm.reset().object_low_m()[2];
        box = null;
      }
      case FlightTask flight -> {
        restZ_m = 0;
        box = flight.box();
      }
    }
  }

  boolean succeeded(StateFrame state, Objects objects) {
    double[] object = objects.p_base_object_m;
    double[] tool = state.p_base_tool_m;
    double beside_m = Math.hypot(object[0] - tool[0], object[1] - tool[1]);
    return switch (goal) {
      case Goal.Lift lift -> object[2] - restZ_m >= lift.lift_m();
      case Goal.Reach reach -> Math.hypot(beside_m, object[2] - tool[2]) <= reach.tolerance_m();
      // The peg stands in the hole, not beside the block.
      case Goal.Insert peg ->
          beside_m <= peg.clearance_m() && object[2] - (tool[2] - peg.reach_m()) >= peg.depth_m();
      case Goal.Gate _ -> objects.course.crossing == Progress.Crossing.THROUGH;
    };
  }

  /** Whether it can no longer be met: the gate missed, out of the box, tumbled. Never of an arm. */
  boolean failed(StateFrame state, Objects objects) {
    if (box == null) return false;
    boolean seen = state.stamp_ns - state.robot_stamp_ns <= fresh_ns;
    boolean crashed = seen && state.mode == Mode.SAFE_STOP.ordinal();
    return crashed || objects.course.crossing == Progress.Crossing.MISSED || outside(state);
  }

  private boolean outside(StateFrame state) {
    boolean out = false;
    for (int i = 0; i < 3; i++)
      out |= state.p_base_tool_m[i] < box.low_m()[i] || state.p_base_tool_m[i] > box.high_m()[i];
    return out;
  }
}
