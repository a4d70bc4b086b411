package reins.controller.motion;

import reins.contract.config.RobotConfig;
import reins.contract.geometry.Quaternions;

/**
 * A straight way between two poses, from rest to rest within speed, acceleration and jerk;
 * translation and rotation arrive together.
 *
 * <p>Units and frames: base frame; rotation vectors turn about base axes. Threads: the control
 * loop's.
 */
final class Segment {
  private final SCurve way;
  private final double v_max_m_s;
  private final double m_rad;
  private final double[] p0_m = new double[3];
  private final double[] p1_m = new double[3];
  private final double[] q0 = new double[4];
  private final double[] turn_rad = new double[3];
  private final double[] part_rad = new double[3];
  private final double[] q_part = new double[4];
  private double length_m;

  /** Takes the speeds, and a share of the tool's acceleration and jerk. */
  Segment(double v_max_m_s, double w_max_rad_s, RobotConfig.CartesianLimits limits, double share) {
    this.v_max_m_s = v_max_m_s;
    double a_m_s2 = share * limits.a_max_m_s2(), j_m_s3 = share * limits.j_max_m_s3();
    // A turn counts as the way whose limits are as near.
    m_rad =
        Math.max(
            v_max_m_s / w_max_rad_s,
            Math.max(a_m_s2 / limits.dw_max_rad_s2(), j_m_s3 / limits.ddw_max_rad_s3()));
    way = new SCurve(v_max_m_s, a_m_s2, j_m_s3);
  }

  /** Starts at rest at the first pose. */
  void start(double[] p_from_m, double[] q_from, double[] p_to_m, double[] q_to) {
    System.arraycopy(p_from_m, 0, p0_m, 0, 3);
    System.arraycopy(p_to_m, 0, p1_m, 0, 3);
    System.arraycopy(q_from, 0, q0, 0, 4);
    // turn = log(q1 q0^-1)
    Quaternions.conjugate(q_from, q_part);
    Quaternions.multiply(q_to, q_part, q_part);
    Quaternions.log(q_part, turn_rad);
    length_m =
        Math.max(
            norm(p1_m[0] - p0_m[0], p1_m[1] - p0_m[1], p1_m[2] - p0_m[2]),
            m_rad * norm(turn_rad[0], turn_rad[1], turn_rad[2]));
    way.place(0);
    way.aim(length_m, v_max_m_s);
  }

  private static double norm(double x, double y, double z) {
    return Math.sqrt(x * x + y * y + z * z);
  }

  /** Moves on no faster than a cap and writes the pose there. {@code p_m}, {@code q} written. */
  void advance(double dt_s, double v_cap_m_s, double[] p_m, double[] q) {
    way.aim(length_m, v_cap_m_s);
    way.advance(dt_s);
    double share = done() ? 1 : way.p() / length_m;
    for (int k = 0; k < 3; k++) {
      p_m[k] = share == 1 ? p1_m[k] : p0_m[k] + share * (p1_m[k] - p0_m[k]);
      part_rad[k] = share * turn_rad[k];
    }
    // q = exp(share turn) q0
    Quaternions.exp(part_rad, q_part);
    Quaternions.multiply(q_part, q0, q);
  }

  /** Whether the end is reached. */
  boolean done() {
    return way.done();
  }

  /** Velocity of axis 0..5, linear first. */
  double v(int axis) {
    return way.v() * rate(axis);
  }

  /** Acceleration of axis 0..5, linear first. */
  double a(int axis) {
    return way.a() * rate(axis);
  }

  private double rate(int axis) {
    if (length_m == 0) return 0;
    return (axis < 3 ? p1_m[axis] - p0_m[axis] : turn_rad[axis - 3]) / length_m;
  }
}
