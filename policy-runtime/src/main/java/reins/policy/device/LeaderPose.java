package reins.policy.device;

import reins.contract.config.RobotConfig;
import reins.contract.geometry.Quaternions;

/**
 * Where a leader arm's tool is.
 *
 * <p>Units and frames: the leader's base frame; w first. Threads: one owner.
 *
 * <p>Source: Craig, Introduction to Robotics, section 3.4.
 */
final class LeaderPose {
  /** [3] */
  final double[] p_base_tool_m = new double[3];

  /** [4] */
  final double[] q_base_tool = new double[4];

  private final RobotConfig arm;
  private final double[] turn = new double[4];
  private final double[] move_m = new double[3];

  LeaderPose(RobotConfig arm) {
    this.arm = arm;
  }

  /** Moves the tool to the joint angles [n]. */
  void update(double[] q_rad) {
    q_base_tool[0] = 1;
    for (int k = 0; k < 3; k++) p_base_tool_m[k] = q_base_tool[k + 1] = 0;
    for (int i = 0; i < arm.n(); i++) {
      RobotConfig.Joint joint = arm.joints().get(i);
      // T_{i-1,i} = RotX(alpha) TransX(a) RotZ(q) TransZ(d)
      turn(0, joint.alpha_rad());
      move(joint.a_m(), joint.d_m());
      turn(2, q_rad[i]);
    }
    move(0, arm.flange().d_m() + arm.tool().z_m());
    turn(2, arm.tool().yaw_rad());
    Quaternions.normalize(q_base_tool);
  }

  private void turn(int axis, double angle_rad) {
    turn[0] = Math.cos(angle_rad / 2);
    turn[1] = turn[2] = turn[3] = 0;
    turn[1 + axis] = Math.sin(angle_rad / 2);
    Quaternions.multiply(q_base_tool, turn, q_base_tool);
  }

  /** Along the x and z axes of where it is. */
  private void move(double x_m, double z_m) {
    move_m[0] = x_m;
    move_m[1] = 0;
    move_m[2] = z_m;
    Quaternions.rotate(q_base_tool, move_m, move_m);
    for (int k = 0; k < 3; k++) p_base_tool_m[k] += move_m[k];
  }
}
