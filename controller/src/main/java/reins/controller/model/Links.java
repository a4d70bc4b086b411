package reins.controller.model;

import reins.contract.config.RobotConfig;

/**
 * Mass, centre of mass and inertia of each moving link, the tool and what it carries melted into
 * the last one.
 *
 * <p>Units and frames: centres of mass in the link's frame; inertias about the centre of mass, in
 * the link's axes, as xx, yy, zz, xy, xz, yz.
 */
final class Links {
  private static final double[] NO_INERTIA = new double[6];

  final double[] mass_kg;
  final double[] com_m;
  final double[] inertia_kgm2;

  private final int last;
  private final double sinYaw;
  private final double cosYaw;
  private final double flange_m;
  private final double reach_m;
  private final double emptyMass_kg;
  private final double[] emptyCom_m = new double[3];
  private final double[] emptyInertia_kgm2 = new double[6];
  private final double[] p_link_payload_m = new double[3];

  Links(RobotConfig robot) {
    int n = robot.n();
    last = n - 1;
    mass_kg = new double[n];
    com_m = new double[3 * n];
    inertia_kgm2 = new double[6 * n];
    for (int i = 0; i < n; i++) {
      RobotConfig.Joint joint = robot.joints().get(i);
      mass_kg[i] = joint.mass_kg();
      System.arraycopy(joint.com_m(), 0, com_m, 3 * i, 3);
      System.arraycopy(joint.inertia_kgm2(), 0, inertia_kgm2, 6 * i, 6);
    }
    RobotConfig.Tool tool = robot.tool();
    sinYaw = Math.sin(tool.yaw_rad());
    cosYaw = Math.cos(tool.yaw_rad());
    flange_m = robot.flange().d_m();
    reach_m = flange_m + tool.z_m();
    double[] com = new double[3];
    toLink(tool.com_m(), flange_m, com);
    weld(tool.mass_kg(), com, turned(tool.inertia_kgm2(), sinYaw, cosYaw));
    emptyMass_kg = mass_kg[last];
    System.arraycopy(com_m, 3 * last, emptyCom_m, 0, 3);
    System.arraycopy(inertia_kgm2, 6 * last, emptyInertia_kgm2, 0, 6);
  }

  /** Puts a point mass into the empty tool, at a place in the tool's frame. */
  void carry(double payload_kg, double[] p_tool_payload_m) {
    mass_kg[last] = emptyMass_kg;
    System.arraycopy(emptyCom_m, 0, com_m, 3 * last, 3);
    System.arraycopy(emptyInertia_kgm2, 0, inertia_kgm2, 6 * last, 6);
    toLink(p_tool_payload_m, reach_m, p_link_payload_m);
    weld(payload_kg, p_link_payload_m, NO_INERTIA);
  }

  /** From a frame that is turned by the yaw and {@code z_m} up, to the last link's. */
  private void toLink(double[] p_m, double z_m, double[] out) {
    out[0] = cosYaw * p_m[0] - sinYaw * p_m[1];
    out[1] = sinYaw * p_m[0] + cosYaw * p_m[1];
    out[2] = p_m[2] + z_m;
  }

  /** Joins a rigid body to the last link; its place and inertia in the link's axes. */
  private void weld(double m_kg, double[] com, double[] inertia) {
    int at = 6 * last, c = 3 * last;
    double x = com[0] - com_m[c], y = com[1] - com_m[c + 1], z = com[2] - com_m[c + 2];
    // I = I_1 + I_2 + mu (|d|^2 1 - d d^T), mu = m_1 m_2 / (m_1 + m_2), d between the centres
    double share = m_kg / (mass_kg[last] + m_kg), mu_kg = share * mass_kg[last];
    inertia_kgm2[at] += inertia[0] + mu_kg * (y * y + z * z);
    inertia_kgm2[at + 1] += inertia[1] + mu_kg * (x * x + z * z);
    inertia_kgm2[at + 2] += inertia[2] + mu_kg * (x * x + y * y);
    inertia_kgm2[at + 3] += inertia[3] - mu_kg * x * y;
    inertia_kgm2[at + 4] += inertia[4] - mu_kg * x * z;
    inertia_kgm2[at + 5] += inertia[5] - mu_kg * y * z;
    com_m[c] += share * x;
    com_m[c + 1] += share * y;
    com_m[c + 2] += share * z;
    mass_kg[last] += m_kg;
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
}
