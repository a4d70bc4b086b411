package reins.controller.model;

import reins.contract.config.RobotConfig;

/**
 * Mass, centre of mass and inertia of each moving link, the tool melted into the last one.
 *
 * <p>Units and frames: centres of mass in the link's frame; inertias about the centre of mass, in
 * the link's axes, as xx, yy, zz, xy, xz, yz.
 */
final class Links {
  final double[] mass_kg;
  final double[] com_m;
  final double[] inertia_kgm2;

  Links(RobotConfig robot) {
    int n = robot.n();
    mass_kg = new double[n];
    com_m = new double[3 * n];
    inertia_kgm2 = new double[6 * n];
    for (int i = 0; i < n; i++) {
      RobotConfig.Joint joint = robot.joints().get(i);
      mass_kg[i] = joint.mass_kg();
      System.arraycopy(joint.com_m(), 0, com_m, 3 * i, 3);
      System.arraycopy(joint.inertia_kgm2(), 0, inertia_kgm2, 6 * i, 6);
    }
    weld(n - 1, robot);
  }

  /** Joins the tool to link {@code last}: a rigid body on the flange, turned by its yaw. */
  private void weld(int last, RobotConfig robot) {
    RobotConfig.Tool tool = robot.tool();
    double s = Math.sin(tool.yaw_rad()), c = Math.cos(tool.yaw_rad());
    double[] com = {
      c * tool.com_m()[0] - s * tool.com_m()[1],
      s * tool.com_m()[0] + c * tool.com_m()[1],
      tool.com_m()[2] + robot.flange().d_m()
    };
    double[] i = turned(tool.inertia_kgm2(), s, c);
    double mass = mass_kg[last] + tool.mass_kg();
    double[] joint = new double[3];
    for (int k = 0; k < 3; k++)
      joint[k] = (mass_kg[last] * com_m[3 * last + k] + tool.mass_kg() * com[k]) / mass;
    double[] both = new double[6];
    for (int k = 0; k < 6; k++) both[k] = inertia_kgm2[6 * last + k] + i[k];
    shift(both, mass_kg[last], com_m, 3 * last, joint);
    shift(both, tool.mass_kg(), com, 0, joint);
    mass_kg[last] = mass;
    System.arraycopy(joint, 0, com_m, 3 * last, 3);
    System.arraycopy(both, 0, inertia_kgm2, 6 * last, 6);
  }

  /** RotZ I RotZ^T. */
  private static double[] turned(double[] i, double s, double c) {
    return new double[] {
      c * c * i[0] - 2 * s * c * i[3] + s * s * i[1],
      s * s * i[0] + 2 * s * c * i[3] + c * c * i[1],
      i[2],
      s * c * (i[0] - i[1]) + (c * c - s * s) * i[3],
      c * i[4] - s * i[5],
      s * i[4] + c * i[5]
    };
  }

  /** Parallel axes: I += m (|d|^2 1 - d d^T), d from one centre of mass to the joint one. */
  private static void shift(double[] i, double mass_kg, double[] com, int at, double[] to) {
    double x = com[at] - to[0], y = com[at + 1] - to[1], z = com[at + 2] - to[2];
    i[0] += mass_kg * (y * y + z * z);
    i[1] += mass_kg * (x * x + z * z);
    i[2] += mass_kg * (x * x + y * y);
    i[3] -= mass_kg * x * y;
    i[4] -= mass_kg * x * z;
    i[5] -= mass_kg * y * z;
  }
}
