package reins.sim.world;

import reins.contract.config.RobotConfig;

/**
 * A small Cartesian spring and damper that drives a simulated arm through a script, tool pointing
 * down.
 */
final class ScriptedArm {
  private final ArmWorld world;
  private final RobotConfig robot;
  private final double[] q_rad;
  private final double[] dq_rad_s;
  private final double[] tau_Nm;
  private final double[] p_m = new double[3];

  ScriptedArm(ArmWorld world, RobotConfig robot) {
    this.world = world;
    this.robot = robot;
    q_rad = new double[world.n()];
    dq_rad_s = new double[world.n()];
    tau_Nm = new double[world.n()];
  }

  /** Moves the target on a straight line to a point, then waits there. */
  void move(double x_m, double y_m, double z_m, double move_s, double wait_s) {
    double[] from = new double[3];
    world.p_base_tool_m(from);
    double end_s = world.time_s() + move_s + wait_s;
    double begin_s = world.time_s();
    while (world.time_s() < end_s) {
      double s = Math.min(1, (world.time_s() - begin_s) / move_s);
      step(
          from[0] + s * (x_m - from[0]),
          from[1] + s * (y_m - from[1]),
          from[2] + s * (z_m - from[2]));
    }
  }

  private void step(double x_m, double y_m, double z_m) {
    world.q_rad(q_rad);
    world.dq_rad_s(dq_rad_s);
    world.p_base_tool_m(p_m);
    ArmKinematics kinematics = new ArmKinematics(robot, q_rad);
    double[][] J = kinematics.jacobian();
    double[] R = kinematics.R_base_tool();
    // The tool's axes should be x, -y, -z: half the sum of (axis x wanted axis) is the rotation
    // left to do.
    double[] e = {
      x_m - p_m[0],
      y_m - p_m[1],
      z_m - p_m[2],
      0.5 * (R[7] - R[5]),
      0.5 * (R[6] + R[2]),
      0.5 * (-R[3] - R[1])
    };
    for (int i = 0; i < tau_Nm.length; i++) tau_Nm[i] = -0.5 * dq_rad_s[i];
    for (int row = 0; row < 6; row++) {
      double rate = 0;
      for (int i = 0; i < tau_Nm.length; i++) rate += J[row][i] * dq_rad_s[i];
      double force =
          row < 3 ? 2000 * Math.clamp(e[row], -0.015, 0.015) - 89 * rate : 75 * e[row] - 7 * rate;
      for (int i = 0; i < tau_Nm.length; i++) tau_Nm[i] += J[row][i] * force;
    }
    world.applyTorque(tau_Nm);
    world.step();
  }
}
