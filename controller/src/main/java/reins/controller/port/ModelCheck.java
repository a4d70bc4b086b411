package reins.controller.port;

import reins.contract.config.RobotConfig;
import reins.contract.geometry.Kinematics;

/**
 * Whether a robot that tells its own tool pose is the one that its file describes.
 *
 * <p>Threads: the control loop's.
 */
final class ModelCheck {
  /** A calibrated arm differs from its nominal kinematics by a few millimetres. */
  private static final double APART_m = 0.02;

  private static final double APART_rad = 0.1;
  private static final double COS_HALF_APART = Math.cos(APART_rad / 2);

  private final Kinematics kinematics;

  ModelCheck(RobotConfig robot) {
    kinematics = new Kinematics(robot);
  }

  /** {@link RobotFault#WRONG_MODEL} where the measured tool is not where the joints put it. */
  int check(RobotState state) {
    kinematics.update(state.q_rad);
    double sum_m2 = 0;
    double dot = 0;
    for (int k = 0; k < 3; k++) {
      double e_m = kinematics.p_base_tool_m()[k] - state.p_base_tool_m[k];
      sum_m2 += e_m * e_m;
    }
    for (int k = 0; k < 4; k++) dot += kinematics.q_base_tool()[k] * state.q_base_tool[k];
    // |q1 . q2| = cos(theta / 2)
    boolean near = sum_m2 < APART_m * APART_m && Math.abs(dot) > COS_HALF_APART;
    return near ? 0 : RobotFault.WRONG_MODEL;
  }
}
