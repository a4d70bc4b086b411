package reins.controller.law;

import reins.contract.geometry.Quaternions;
import reins.controller.port.RobotState;

/**
 * From the measured tool to its set-point, as one displacement and one rotation vector.
 *
 * <p>Units and frames: m and rad in the base frame. Threads: the control loop's.
 *
 * <p>Source: serl_franka_controllers takes sin(theta / 2) for the angle; this is the whole of it.
 */
final class ToolError {
  private final double[] q_turn = new double[4];
  private final double[] turn_rad = new double[3];

  /** [6] error, linear first. */
  final double[] e = new double[6];

  void measure(RobotState state, Setpoint setpoint) {
    // e_rot = log(q_ref q^-1), in the base frame
    Quaternions.conjugate(state.q_base_tool, q_turn);
    Quaternions.multiply(setpoint.q_base_ref, q_turn, q_turn);
    Quaternions.log(q_turn, turn_rad);
    for (int k = 0; k < 3; k++) {
      e[k] = setpoint.p_base_ref_m[k] - state.p_base_tool_m[k];
      e[3 + k] = turn_rad[k];
    }
  }

  /** By how much the translation's largest axis is beyond a clip. */
  double over_m(double clip_m) {
    double largest = Math.max(Math.abs(e[0]), Math.max(Math.abs(e[1]), Math.abs(e[2])));
    return Math.max(0, largest - clip_m);
  }

  /** The error of axis 0..5, cut to a clip. NaN stays NaN: the limiter is where it ends. */
  double clipped(int axis, double clip) {
    return Math.max(-clip, Math.min(clip, e[axis]));
  }
}
