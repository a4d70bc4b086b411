package reins.controller.model;

import reins.contract.config.RobotConfig;

/**
 * How far, how fast and how hard each joint may go; the speed ceilings may fall towards the
 * position limits.
 *
 * <p>The speed ceilings say what the robot accepts at an angle, not what can still be braked: the
 * Franka Research 3's curve asks joints 5 and 7 for more deceleration than the {@link #ddqMax} that
 * the same manual grants. Who plans to stop at a limit must look at {@link #ddqMax} too.
 *
 * <p>Units and frames: rad, rad/s, rad/s^2, rad/s^3, Nm, Nm/s; joints from 0.
 *
 * <p>Threads: any; immutable. Allocates nothing after construction.
 */
public final class JointLimits {
  private final int n;
  private final double[] q_min_rad;
  private final double[] q_max_rad;
  private final double[] dq_max_rad_s;
  private final double[] ddq_max_rad_s2;
  private final double[] dddq_max_rad_s3;
  private final double[] tau_max_Nm;
  private final double[] dtau_max_Nm_s;
  private final boolean curved;
  private final double[] a_rad_s;
  private final double[] b_rad_s2;
  private final double[] c_plus_rad;
  private final double[] c_minus_rad;

  /** Takes the limits of the robot's joints. */
  public JointLimits(RobotConfig robot) {
    n = robot.n();
    q_min_rad = new double[n];
    q_max_rad = new double[n];
    dq_max_rad_s = new double[n];
    ddq_max_rad_s2 = new double[n];
    dddq_max_rad_s3 = new double[n];
    tau_max_Nm = new double[n];
    dtau_max_Nm_s = new double[n];
    curved = !robot.velocity_curve().isEmpty();
    a_rad_s = new double[n];
    b_rad_s2 = new double[n];
    c_plus_rad = new double[n];
    c_minus_rad = new double[n];
    for (int i = 0; i < n; i++) take(i, robot);
  }

  private void take(int i, RobotConfig robot) {
    RobotConfig.Joint joint = robot.joints().get(i);
    q_min_rad[i] = joint.q_min_rad();
    q_max_rad[i] = joint.q_max_rad();
    dq_max_rad_s[i] = joint.dq_max_rad_s();
    ddq_max_rad_s2[i] = joint.ddq_max_rad_s2();
    dddq_max_rad_s3[i] = joint.dddq_max_rad_s3();
    tau_max_Nm[i] = joint.tau_max_Nm();
    dtau_max_Nm_s[i] = joint.dtau_max_Nm_s();
    if (!curved) return;
    RobotConfig.VelocityCurve curve = robot.velocity_curve().get(i);
    a_rad_s[i] = curve.a_rad_s();
    b_rad_s2[i] = curve.b_rad_s2();
    c_plus_rad[i] = curve.c_plus_rad();
    c_minus_rad[i] = curve.c_minus_rad();
  }

  /** Number of joints. */
  public int n() {
    return n;
  }

  /** Lowest angle of joint i. */
  public double qMin(int i) {
    return q_min_rad[i];
  }

  /** Highest angle of joint i. */
  public double qMax(int i) {
    return q_max_rad[i];
  }

  /** Highest speed of joint i at any angle. */
  public double dqMax(int i) {
    return dq_max_rad_s[i];
  }

  /**
   * Highest speed of joint i at an angle: positive or zero; zero at and beyond its upper limit and
   * where the angle is not a number.
   */
  public double dqMax(int i, double q_rad) {
    if (!(q_rad < q_max_rad[i])) return 0;
    if (!curved) return dq_max_rad_s[i];
    // v+ = min(v_max, max(0, -a + sqrt(max(0, b (c+ - q)))))
    double root = Math.sqrt(Math.max(0, b_rad_s2[i] * (c_plus_rad[i] - q_rad)));
    return Math.min(dq_max_rad_s[i], Math.max(0, root - a_rad_s[i]));
  }

  /**
   * Lowest speed of joint i at an angle: negative or zero; zero at and beyond its lower limit and
   * where the angle is not a number.
   */
  public double dqMin(int i, double q_rad) {
    if (!(q_rad > q_min_rad[i])) return 0;
    if (!curved) return -dq_max_rad_s[i];
    // v- = max(-v_max, min(0, a - sqrt(max(0, b (c- + q)))))
    double root = Math.sqrt(Math.max(0, b_rad_s2[i] * (c_minus_rad[i] + q_rad)));
    return Math.max(-dq_max_rad_s[i], Math.min(0, a_rad_s[i] - root));
  }

  /** Highest acceleration of joint i, either way. */
  public double ddqMax(int i) {
    return ddq_max_rad_s2[i];
  }

  /** Highest jerk of joint i, either way. */
  public double dddqMax(int i) {
    return dddq_max_rad_s3[i];
  }

  /** Highest torque of joint i, either way. */
  public double tauMax(int i) {
    return tau_max_Nm[i];
  }

  /** Highest torque rate of joint i, either way. */
  public double dtauMax(int i) {
    return dtau_max_Nm_s[i];
  }
}
