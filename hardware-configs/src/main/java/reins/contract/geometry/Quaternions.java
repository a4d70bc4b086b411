package reins.contract.geometry;

/**
 * Hamilton quaternions as {@code double[4]}, w first, that allocate nothing.
 *
 * <p>Units and frames: {@code q_a_b} turns coordinates in b into coordinates in a. Out-parameters
 * come last, are documented written, and may be the same array as an input.
 */
public final class Quaternions {
  private Quaternions() {}

  /** out = a * b, the turn b followed by a. {@code out} written. */
  public static void multiply(double[] a, double[] b, double[] out) {
    double w = a[0] * b[0] - a[1] * b[1] - a[2] * b[2] - a[3] * b[3];
    double x = a[0] * b[1] + a[1] * b[0] + a[2] * b[3] - a[3] * b[2];
    double y = a[0] * b[2] - a[1] * b[3] + a[2] * b[0] + a[3] * b[1];
    double z = a[0] * b[3] + a[1] * b[2] - a[2] * b[1] + a[3] * b[0];
    out[0] = w;
    out[1] = x;
    out[2] = y;
    out[3] = z;
  }

  /** The opposite turn of a unit quaternion. {@code out} written. */
  public static void conjugate(double[] q, double[] out) {
    out[0] = q[0];
    out[1] = -q[1];
    out[2] = -q[2];
    out[3] = -q[3];
  }

  /** Length of q. */
  public static double norm(double[] q) {
    return Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
  }

  /**
   * Scales q to length one in place; a zero or not finite q becomes the identity and false is
   * returned.
   */
  public static boolean normalize(double[] q) {
    double norm = norm(q);
    if (!(norm > 1e-12) || !Double.isFinite(norm)) {
      q[0] = 1;
      q[1] = q[2] = q[3] = 0;
      return false;
    }
    for (int i = 0; i < 4; i++) q[i] /= norm;
    return true;
  }

  /** v_a = R(q_a_b) v_b. {@code v_a} written. */
  public static void rotate(double[] q_a_b, double[] v_b, double[] v_a) {
    double w = q_a_b[0], x = q_a_b[1], y = q_a_b[2], z = q_a_b[3];
    // t = 2 (u x v);  v' = v + w t + u x t
    double tx = 2 * (y * v_b[2] - z * v_b[1]);
    double ty = 2 * (z * v_b[0] - x * v_b[2]);
    double tz = 2 * (x * v_b[1] - y * v_b[0]);
    double vx = v_b[0] + w * tx + y * tz - z * ty;
    double vy = v_b[1] + w * ty + z * tx - x * tz;
    double vz = v_b[2] + w * tz + x * ty - y * tx;
    v_a[0] = vx;
    v_a[1] = vy;
    v_a[2] = vz;
  }

  /**
   * Rotation vector theta * axis of the shorter turn, in rad. {@code out} [3] written.
   *
   * <p>log(q) = 2 atan2(|v|, |w|) sgn(w) v / |v|
   */
  public static void log(double[] q, double[] out) {
    double v = Math.sqrt(q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
    double sign = q[0] < 0 ? -1 : 1;
    // 2 atan2(v, w) / v tends to 2 as v tends to 0.
    double scale = v < 1e-12 ? 2 * sign : 2 * sign * Math.atan2(v, Math.abs(q[0])) / v;
    out[0] = scale * q[1];
    out[1] = scale * q[2];
    out[2] = scale * q[3];
  }

  /** The turn by the rotation vector r (rad). {@code out} [4] written. */
  public static void exp(double[] r, double[] out) {
    double theta = Math.sqrt(r[0] * r[0] + r[1] * r[1] + r[2] * r[2]);
    // sin(theta/2)/theta tends to 1/2 - theta^2/48 as theta tends to 0.
    double scale = theta < 1e-6 ? 0.5 - theta * theta / 48 : Math.sin(theta / 2) / theta;
    double x = scale * r[0], y = scale * r[1], z = scale * r[2];
    out[0] = Math.cos(theta / 2);
    out[1] = x;
    out[2] = y;
    out[3] = z;
  }

  /**
   * Tool pointing straight down, turned by yaw about the vertical: RotZ(yaw) RotX(pi). {@code out}
   * written.
   */
  public static void pointingDown(double yaw_rad, double[] out) {
    out[0] = 0;
    out[1] = Math.cos(yaw_rad / 2);
    out[2] = Math.sin(yaw_rad / 2);
    out[3] = 0;
  }

  /**
   * Unit quaternion of a rotation matrix (row-major [9]), Shepperd's method. {@code out} written.
   */
  public static void fromMatrix(double[] r, double[] out) {
    double trace = r[0] + r[4] + r[8];
    if (trace > r[0] && trace > r[4] && trace > r[8]) {
      set(out, 1 + trace, r[7] - r[5], r[2] - r[6], r[3] - r[1]);
    } else if (r[0] >= r[4] && r[0] >= r[8]) {
      set(out, r[7] - r[5], 1 + r[0] - r[4] - r[8], r[1] + r[3], r[2] + r[6]);
    } else if (r[4] >= r[8]) {
      set(out, r[2] - r[6], r[1] + r[3], 1 - r[0] + r[4] - r[8], r[5] + r[7]);
    } else {
      set(out, r[3] - r[1], r[2] + r[6], r[5] + r[7], 1 - r[0] - r[4] + r[8]);
    }
    normalize(out);
    if (out[0] < 0) for (int i = 0; i < 4; i++) out[i] = -out[i];
  }

  private static void set(double[] out, double w, double x, double y, double z) {
    out[0] = w;
    out[1] = x;
    out[2] = y;
    out[3] = z;
  }
}
