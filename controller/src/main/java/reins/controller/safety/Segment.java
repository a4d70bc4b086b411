package reins.controller.safety;

import reins.contract.geometry.Quaternions;

/**
 * A straight way between two poses, from rest to rest with bounded speed and acceleration;
 * translation and rotation arrive together.
 *
 * <p>Threads: the control loop's.
 */
final class Segment {
  private final double v_max_m_s;
  private final double w_max_rad_s;
  private final double a_max_m_s2;
  private final double[] p0_m = new double[3];
  private final double[] p1_m = new double[3];
  private final double[] q0 = new double[4];
  private final double[] turn_rad = new double[3];
  private final double[] part_rad = new double[3];
  private final double[] q_part = new double[4];
  private double length_m;
  private double s_m;
  private double v_m_s;

  Segment(double v_max_m_s, double w_max_rad_s, double a_max_m_s2) {
    this.v_max_m_s = v_max_m_s;
    this.w_max_rad_s = w_max_rad_s;
    this.a_max_m_s2 = a_max_m_s2;
  }

  /** Starts at rest at the first pose. */
  void start(double[] p_from_m, double[] q_from, double[] p_to_m, double[] q_to) {
    System.arraycopy(p_from_m, 0, p0_m, 0, 3);
    System.arraycopy(p_to_m, 0, p1_m, 0, 3);
    System.arraycopy(q_from, 0, q0, 0, 4);
    double dx = p1_m[0] - p0_m[0], dy = p1_m[1] - p0_m[1], dz = p1_m[2] - p0_m[2];
    // turn = log(q0^-1 q1)
    Quaternions.conjugate(q_from, q_part);
    Quaternions.multiply(q_part, q_to, q_part);
    Quaternions.log(q_part, turn_rad);
    double angle =
        Math.sqrt(
            turn_rad[0] * turn_rad[0] + turn_rad[1] * turn_rad[1] + turn_rad[2] * turn_rad[2]);
    // A turn counts as the way that takes as long at full speed.
    length_m = Math.max(Math.sqrt(dx * dx + dy * dy + dz * dz), angle * v_max_m_s / w_max_rad_s);
    s_m = 0;
    v_m_s = 0;
  }

  /** Stops where it is; goes on from rest. */
  void pause() {
    v_m_s = 0;
  }

  /** Moves on by dt and writes the pose there. {@code p_m}, {@code q} written. */
  void advance(double dt_s, double[] p_m, double[] q) {
    // v := min(v + a dt, v_max, v_b), with v_b dt + v_b^2 / (2 a) = L - s: what can still be
    // braked.
    double step_m_s = a_max_m_s2 * dt_s;
    double brake_m_s =
        Math.sqrt(step_m_s * step_m_s + 2 * a_max_m_s2 * (length_m - s_m)) - step_m_s;
    v_m_s = Math.min(Math.min(v_m_s + step_m_s, v_max_m_s), brake_m_s);
    s_m = Math.min(length_m, s_m + v_m_s * dt_s);
    if (done()) s_m = length_m;
    double share = length_m > 0 ? s_m / length_m : 1;
    for (int k = 0; k < 3; k++) {
      p_m[k] = share == 1 ? p1_m[k] : p0_m[k] + share * (p1_m[k] - p0_m[k]);
      part_rad[k] = share * turn_rad[k];
    }
    // q = q0 exp(share turn)
    Quaternions.exp(part_rad, q_part);
    Quaternions.multiply(q0, q_part, q);
  }

  /** Whether the end is reached, to a micrometre. */
  boolean done() {
    return length_m - s_m < 1e-6;
  }
}
