package reins.sim.world;

import reins.contract.config.RobotConfig;

/**
 * The hand without its fingers, such that hand and half-open fingers together weigh and turn as the
 * robot's tool does.
 *
 * @param com_m [3] in the hand's frame (flange turned by the tool's yaw)
 * @param inertia_kgm2 [6] about com_m: xx, yy, zz, xy, xz, yz
 */
record HandInertia(double mass_kg, double[] com_m, double[] inertia_kgm2) {
  /** From the hand's lower face, where the fingers slide, to the tool centre point. */
  private static final double FINGER_REACH_m = 0.045;

  static HandInertia of(RobotConfig robot) {
    RobotConfig.Tool tool = robot.tool();
    double m_f = robot.gripper().finger_mass_kg();
    double m_h = tool.mass_kg() - 2 * m_f;
    double z_f = fingerZ_m(robot);
    double y_f = robot.gripper().width_max_m() / 4; // half open
    double[] c = tool.com_m();
    // m c = m_h c_h + 2 m_f c_f
    double[] c_h = new double[3];
    for (int i = 0; i < 3; i++)
      c_h[i] = (tool.mass_kg() * c[i] - 2 * m_f * (i == 2 ? z_f : 0)) / m_h;
    // I = I_h + m_h D(c_h - c) + sum over fingers (I_f + m_f D(c_f - c))
    double[] inertia = tool.inertia_kgm2().clone();
    subtractPointMass(inertia, m_h, c_h[0] - c[0], c_h[1] - c[1], c_h[2] - c[2]);
    for (int side = -1; side <= 1; side += 2) {
      subtractPointMass(inertia, m_f, -c[0], side * y_f - c[1], z_f - c[2]);
      double[] finger = finger_kgm2(robot);
      for (int i = 0; i < 6; i++) inertia[i] -= finger[i];
    }
    return new HandInertia(m_h, c_h, inertia);
  }

  /** D(r) = |r|^2 1 - r r^T, the parallel axis theorem's term. */
  private static void subtractPointMass(double[] inertia, double m, double x, double y, double z) {
    inertia[0] -= m * (y * y + z * z);
    inertia[1] -= m * (x * x + z * z);
    inertia[2] -= m * (x * x + y * y);
    inertia[3] += m * x * y;
    inertia[4] += m * x * z;
    inertia[5] += m * y * z;
  }

  /** Height of the fingers' frames, and centres of mass, in the hand's frame. */
  static double fingerZ_m(RobotConfig robot) {
    return robot.tool().z_m() - FINGER_REACH_m;
  }

  /** A bar of 4 cm by 2 cm by 2 cm about its centre: m (b^2 + c^2) / 12. */
  static double[] finger_kgm2(RobotConfig robot) {
    double across = robot.gripper().finger_mass_kg() * (0.04 * 0.04 + 0.02 * 0.02) / 12;
    double along = robot.gripper().finger_mass_kg() * (0.02 * 0.02 + 0.02 * 0.02) / 12;
    return new double[] {across, across, along, 0, 0, 0};
  }
}
