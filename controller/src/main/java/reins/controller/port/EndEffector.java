package reins.controller.port;

import reins.contract.config.RobotConfig;
import reins.contract.geometry.Quaternions;
import reins.ros.hot.PoseStamped;

/**
 * Between the frame that Franka's interface calls the end effector and the tool that tasks move:
 * both sit on the flange, ours as the robot's file says, theirs as the robot itself says.
 *
 * <p>Threads: the control loop's.
 */
final class EndEffector {
  private final double z_flange_tool_m;
  private final double[] q_flange_tool = {1, 0, 0, 0};
  private final double[] matrix = new double[9];
  private final double[] p_tool_ee_m = new double[3];
  private final double[] q_tool_ee = {1, 0, 0, 0};
  private final double[] p_m = new double[3];
  private final double[] q = new double[4];

  EndEffector(RobotConfig.Tool tool) {
    z_flange_tool_m = tool.z_m();
    q_flange_tool[0] = Math.cos(tool.yaw_rad() / 2);
    q_flange_tool[3] = Math.sin(tool.yaw_rad() / 2);
  }

  /** Takes the robot's own transforms, column-major. The state's tool pose is written. */
  void measured(double[] T_base_ee, double[] T_flange_ee, RobotState state) {
    // T_tool_ee = T_flange_tool^-1 T_flange_ee
    rotation(T_flange_ee, q_tool_ee);
    Quaternions.conjugate(q_flange_tool, q);
    Quaternions.multiply(q, q_tool_ee, q_tool_ee);
    for (int k = 0; k < 3; k++) p_m[k] = T_flange_ee[12 + k] - (k == 2 ? z_flange_tool_m : 0);
    Quaternions.rotate(q, p_m, p_tool_ee_m);
    // T_base_tool = T_base_ee T_tool_ee^-1
    rotation(T_base_ee, state.q_base_tool);
    Quaternions.conjugate(q_tool_ee, q);
    Quaternions.multiply(state.q_base_tool, q, state.q_base_tool);
    Quaternions.rotate(state.q_base_tool, p_tool_ee_m, p_m);
    for (int k = 0; k < 3; k++) state.p_base_tool_m[k] = T_base_ee[12 + k] - p_m[k];
  }

  private void rotation(double[] T, double[] out) {
    for (int row = 0; row < 3; row++)
      for (int column = 0; column < 3; column++) matrix[3 * row + column] = T[4 * column + row];
    Quaternions.fromMatrix(matrix, out);
  }

  /** The commanded tool pose as a pose of the end effector, on the half of q that was sent last. */
  void commanded(ArmCommand command, PoseStamped out) {
    // T_base_ee = T_base_tool T_tool_ee
    Quaternions.rotate(command.q_base_tool, p_tool_ee_m, p_m);
    for (int k = 0; k < 3; k++) out.position_m[k] = command.p_base_tool_m[k] + p_m[k];
    Quaternions.multiply(command.q_base_tool, q_tool_ee, q);
    Quaternions.normalize(q);
    double dot = 0;
    for (int k = 0; k < 4; k++) dot += q[k] * out.orientation_xyzw[(k + 3) % 4];
    double sign = dot < 0 ? -1 : 1;
    // ROS quaternions end with w.
    for (int k = 0; k < 4; k++) out.orientation_xyzw[(k + 3) % 4] = sign * q[k];
  }
}
