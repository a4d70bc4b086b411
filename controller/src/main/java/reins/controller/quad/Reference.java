package reins.controller.quad;

/**
 * What the law steers to: a point of a flat trajectory, or body rates given directly.
 *
 * <p>Units and frames: SI, world frame. One thread owns a reference.
 */
public final class Reference {
  /** [3] position. */
  public final double[] p_m = new double[3];

  /** [3] velocity. */
  public final double[] v_m_s = new double[3];

  /** [3] acceleration. */
  public final double[] a_m_s2 = new double[3];

  /** [3] jerk. */
  public final double[] j_m_s3 = new double[3];

  /** Heading. */
  public double yaw_rad;

  /** Its rate. */
  public double dyaw_rad_s;

  /** Whether {@link #thrust_m_s2} and {@link #w_body_rad_s} are to be flown as they are. */
  boolean direct;

  /** Thrust over mass, with {@link #direct}. */
  double thrust_m_s2;

  /** [3] body rates, with {@link #direct}. */
  final double[] w_body_rad_s = new double[3];

  /** Whether it is made of numbers. */
  boolean finite() {
    double sum = 0 * (yaw_rad + dyaw_rad_s);
    for (int i = 0; i < 3; i++) sum += 0 * (p_m[i] + v_m_s[i] + a_m_s2[i] + j_m_s3[i]);
    return sum == 0;
  }

  /** Rests at a place. */
  void rest(double[] p_m, double yaw_rad) {
    for (int i = 0; i < 3; i++) {
      this.p_m[i] = p_m[i];
      v_m_s[i] = a_m_s2[i] = j_m_s3[i] = 0;
    }
    this.yaw_rad = yaw_rad;
    dyaw_rad_s = 0;
    direct = false;
  }
}
