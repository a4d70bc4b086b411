package reins.controller.motion;

import reins.contract.geometry.Quaternions;
import reins.controller.law.Setpoint;
import reins.controller.port.RobotState;

/** States of which only the tool matters, and what moved between two set-points. */
final class Poses {
  private Poses() {}

  static RobotState at(double[] p_m, double[] q) {
    RobotState state = new RobotState(7);
    System.arraycopy(p_m, 0, state.p_base_tool_m, 0, 3);
    System.arraycopy(q, 0, state.q_base_tool, 0, 4);
    for (int i = 0; i < 6; i++) state.v_base_tool[i] = 0;
    return state;
  }

  /** The measured tool is where the set-point is. */
  static void follow(RobotState state, Setpoint setpoint) {
    System.arraycopy(setpoint.p_base_ref_m, 0, state.p_base_tool_m, 0, 3);
    System.arraycopy(setpoint.q_base_ref, 0, state.q_base_tool, 0, 4);
  }

  static double norm(double... x) {
    double sum = 0;
    for (double v : x) sum += v * v;
    return Math.sqrt(sum);
  }

  /** log(b a^-1) */
  static double[] turn(double[] a, double[] b) {
    double[] q = new double[4], r = new double[3];
    Quaternions.conjugate(a, q);
    Quaternions.multiply(b, q, q);
    Quaternions.log(q, r);
    return r;
  }
}
