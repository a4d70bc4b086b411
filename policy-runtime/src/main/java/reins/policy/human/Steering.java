package reins.policy.human;

import reins.contract.config.TaskConfig;
import reins.contract.exchange.StateFrame;

/**
 * Actions that bring the tool to a place, seen from where it will come to rest, not from where it
 * is.
 *
 * <p>Units and frames: metres in the base frame.
 */
final class Steering {
  private final double gain;
  private final double step_m;
  private final double lag_s;

  /**
   * Steers one task.
   *
   * @param gain share of the error that one step takes: at 1 the arm's own inertia makes it swing
   */
  Steering(TaskConfig task, double gain) {
    this.gain = gain;
    step_m = task.cartesianDelta().step_m();
    // The law is a first-order lag of d / k seconds in free motion.
    lag_s = task.impedance().d_trans_Ns_m() / Math.max(1, task.impedance().k_trans_N_m());
  }

  /** Displacement for an action of 1. */
  double step_m() {
    return step_m;
  }

  /** The action along an axis that moves the tool there. */
  double toward(StateFrame state, int axis, double target_m) {
    // a = gain (target - (p + v d/k)) / step
    double landing_m = state.p_base_tool_m[axis] + state.v_base_tool[axis] * lag_s;
    return Math.clamp(gain * (target_m - landing_m) / step_m, -1, 1);
  }
}
