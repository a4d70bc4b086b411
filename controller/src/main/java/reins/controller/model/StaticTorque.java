package reins.controller.model;

import reins.contract.config.RobotConfig;

/**
 * What the joints of an arm at rest must carry, and what an arm at rest tells of its load.
 *
 * <p>Units and frames: SI, base frame, gravity along -z. A payload is a point mass at the tool
 * centre point, beside the tool of the configuration. Torques are those that the joints give: they
 * hold the arm up.
 *
 * <p>Threads: one. Allocates nothing after construction.
 */
public final class StaticTorque {
  /** A horizontal lever below this says nothing about a weight. */
  private static final double SHORTEST_LEVER_m = 0.05;

  private final int n;
  private final Kinematics kinematics;
  private final Dynamics dynamics;
  private final double[] atTool_m = new double[3];
  private final double[] empty_Nm;

  /** Builds the arm's model. */
  public StaticTorque(RobotConfig robot) {
    n = robot.n();
    kinematics = new Kinematics(robot);
    dynamics = new Dynamics(robot, kinematics);
    empty_Nm = new double[n];
  }

  /** With the tool alone, at the angles [n]. {@code tau_Nm} [n] written. */
  public void gravity(double[] q_rad, double[] tau_Nm) {
    gravity(q_rad, 0, tau_Nm);
  }

  /** With a payload in the tool, at the angles [n]. {@code tau_Nm} [n] written. */
  public void gravity(double[] q_rad, double payload_kg, double[] tau_Nm) {
    dynamics.carry(payload_kg, atTool_m);
    kinematics.update(q_rad);
    dynamics.update();
    dynamics.gravity(tau_Nm);
  }

  /**
   * The payload that explains measured torques best: least squares over the joints.
   *
   * @param tau_Nm [n] torques of the arm at rest, gravity included
   * @return NaN where every joint's axis passes so near under or over the tool that a payload does
   *     not show
   */
  public double payload_kg(double[] q_rad, double[] tau_Nm) {
    gravity(q_rad, empty_Nm);
    double[] jacobian = kinematics.jacobian();
    double along = 0, norm2_m2 = 0;
    for (int i = 0; i < n; i++) {
      // g(q, m) = g(q, 0) + m g J_z^T
      double lever_m = jacobian[2 * n + i];
      along += lever_m * (tau_Nm[i] - empty_Nm[i]);
      norm2_m2 += lever_m * lever_m;
    }
    if (norm2_m2 < SHORTEST_LEVER_m * SHORTEST_LEVER_m) return Double.NaN;
    return along / (Dynamics.GRAVITY_m_s2 * norm2_m2);
  }
}
