package reins.sim.world;

import java.util.Arrays;
import reins.contract.config.RobotConfig;

/**
 * Forward kinematics, Jacobian and inertia straight from a robot's table, to check the simulated
 * arm against.
 */
final class ArmKinematics {
  private final RobotConfig robot;

  /** T_base_link of each link, then of the tool: rotation rows and position, [n + 1][12]. */
  private final double[][] T;

  ArmKinematics(RobotConfig robot, double[] q_rad) {
    this.robot = robot;
    int n = robot.n();
    T = new double[n + 1][];
    double[] at = {1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0};
    for (int i = 0; i < n; i++) {
      RobotConfig.Joint joint = robot.joints().get(i);
      at = times(at, rotX(joint.alpha_rad()));
      at = times(at, shift(joint.a_m(), 0));
      at = times(at, rotZ(q_rad[i]));
      at = times(at, shift(0, joint.d_m()));
      T[i] = at;
    }
    at = times(at, shift(0, robot.flange().d_m()));
    at = times(at, rotZ(robot.tool().yaw_rad()));
    T[n] = times(at, shift(0, robot.tool().z_m()));
  }

  double[] p_base_tool_m() {
    return position(T[robot.n()], 0, 0, 0);
  }

  /** Rotation matrix by rows, [9]. */
  double[] R_base_tool() {
    return Arrays.copyOf(T[robot.n()], 9);
  }

  /** Linear rows first, [6][n]. */
  double[][] jacobian() {
    return jacobianAt(p_base_tool_m(), robot.n());
  }

  /** M = sum over links of J_v^T m J_v + J_w^T (R I R^T) J_w, [n * n]. */
  double[] inertia() {
    int n = robot.n();
    double[] M = new double[n * n];
    for (int i = 0; i < n; i++) {
      RobotConfig.Joint joint = robot.joints().get(i);
      add(M, T[i], i + 1, joint.mass_kg(), joint.com_m(), joint.inertia_kgm2());
    }
    RobotConfig.Tool tool = robot.tool();
    double[] com = tool.com_m().clone();
    com[2] -= tool.z_m(); // from the flange's origin to the tool's
    add(M, T[n], n, tool.mass_kg(), com, tool.inertia_kgm2());
    return M;
  }

  private void add(
      double[] M,
      double[] link,
      int joints,
      double mass_kg,
      double[] com_m,
      double[] inertia_kgm2) {
    double[][] J = jacobianAt(position(link, com_m[0], com_m[1], com_m[2]), joints);
    double[] c = inertia_kgm2;
    double[] I = {c[0], c[3], c[4], c[3], c[1], c[5], c[4], c[5], c[2]};
    double[] world = new double[9]; // R I R^T
    for (int a = 0; a < 3; a++)
      for (int b = 0; b < 3; b++)
        for (int k = 0; k < 3; k++)
          for (int l = 0; l < 3; l++)
            world[3 * a + b] += link[3 * a + k] * I[3 * k + l] * link[3 * b + l];
    int n = robot.n();
    for (int i = 0; i < joints; i++)
      for (int j = 0; j < joints; j++)
        for (int a = 0; a < 3; a++) {
          M[i * n + j] += mass_kg * J[a][i] * J[a][j];
          for (int b = 0; b < 3; b++) M[i * n + j] += J[3 + a][i] * world[3 * a + b] * J[3 + b][j];
        }
  }

  private double[][] jacobianAt(double[] p, int joints) {
    double[][] J = new double[6][robot.n()];
    for (int i = 0; i < joints; i++) {
      double[] z = {T[i][2], T[i][5], T[i][8]};
      double rx = p[0] - T[i][9];
      double ry = p[1] - T[i][10];
      double rz = p[2] - T[i][11];
      J[0][i] = z[1] * rz - z[2] * ry;
      J[1][i] = z[2] * rx - z[0] * rz;
      J[2][i] = z[0] * ry - z[1] * rx;
      for (int a = 0; a < 3; a++) J[3 + a][i] = z[a];
    }
    return J;
  }

  private static double[] position(double[] T, double x, double y, double z) {
    double[] p = new double[3];
    for (int a = 0; a < 3; a++)
      p[a] = T[9 + a] + T[3 * a] * x + T[3 * a + 1] * y + T[3 * a + 2] * z;
    return p;
  }

  private static double[] rotX(double rad) {
    return new double[] {
      1, 0, 0, 0, Math.cos(rad), -Math.sin(rad), 0, Math.sin(rad), Math.cos(rad), 0, 0, 0
    };
  }

  private static double[] rotZ(double rad) {
    return new double[] {
      Math.cos(rad), -Math.sin(rad), 0, Math.sin(rad), Math.cos(rad), 0, 0, 0, 1, 0, 0, 0
    };
  }

  private static double[] shift(double x, double z) {
    return new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1, x, 0, z};
  }

  private static double[] times(double[] A, double[] B) {
    double[] C = new double[12];
    for (int a = 0; a < 3; a++)
      for (int b = 0; b < 3; b++)
        for (int k = 0; k < 3; k++) C[3 * a + b] += A[3 * a + k] * B[3 * k + b];
    double[] p = position(A, B[9], B[10], B[11]);
    System.arraycopy(p, 0, C, 9, 3);
    return C;
  }
}
