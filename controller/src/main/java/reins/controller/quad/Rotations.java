package reins.controller.quad;

/** Matrices of turns by rows, and thrust directions, that allocate nothing. Threads: any. */
public final class Rotations {
  /** Below this a direction is none. */
  private static final double SHORT = 1e-6;

  private Rotations() {}

  /** R of a quaternion, whatever its length. {@code r} [9] written. */
  public static void toMatrix(double[] q, double[] r) {
    double w = q[0], x = q[1], y = q[2], z = q[3];
    double s = 2 / (w * w + x * x + y * y + z * z);
    r[0] = 1 - s * (y * y + z * z);
    r[1] = s * (x * y - w * z);
    r[2] = s * (x * z + w * y);
    r[3] = s * (x * y + w * z);
    r[4] = 1 - s * (x * x + z * z);
    r[5] = s * (y * z - w * x);
    r[6] = s * (x * z - w * y);
    r[7] = s * (y * z + w * x);
    r[8] = 1 - s * (x * x + y * y);
  }

  /**
   * The turn whose z axis is along a force and whose x axis heads to yaw; where those two
   * contradict one another the heading gives way.
   *
   * @param r [9] written
   * @return whether the force had a direction; else {@code r} is level
   */
  public static boolean along(double[] force, double yaw_rad, double[] r) {
    double norm = Math.sqrt(force[0] * force[0] + force[1] * force[1] + force[2] * force[2]);
    boolean whole = norm > SHORT;
    double zx = whole ? force[0] / norm : 0;
    double zy = whole ? force[1] / norm : 0;
    double zz = whole ? force[2] / norm : 1;
    double cx = Math.cos(yaw_rad), cy = Math.sin(yaw_rad);
    // b2 = b3 x c / |b3 x c|
    double yx = -zz * cy, yy = zz * cx, yz = zx * cy - zy * cx;
    double length = Math.sqrt(yx * yx + yy * yy + yz * yz);
    if (length < SHORT) {
      // Thrust along the heading: any level direction across it does.
      yx = -cy;
      yy = cx;
      yz = 0;
      length = 1;
    }
    yx /= length;
    yy /= length;
    yz /= length;
    r[0] = yy * zz - yz * zy;
    r[3] = yz * zx - yx * zz;
    r[6] = yx * zy - yy * zx;
    r[1] = yx;
    r[4] = yy;
    r[7] = yz;
    r[2] = zx;
    r[5] = zy;
    r[8] = zz;
    return whole;
  }

  /** out = R v. {@code out} [3] written; may not be v. */
  public static void apply(double[] r, double[] v, double[] out) {
    for (int i = 0; i < 3; i++)
      out[i] = r[3 * i] * v[0] + r[3 * i + 1] * v[1] + r[3 * i + 2] * v[2];
  }

  /** out = R^T v. {@code out} [3] written; may not be v. */
  public static void applyTransposed(double[] r, double[] v, double[] out) {
    for (int i = 0; i < 3; i++) out[i] = r[i] * v[0] + r[3 + i] * v[1] + r[6 + i] * v[2];
  }
}
