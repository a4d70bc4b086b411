package reins.controller.model;

/** Three-vectors inside flat arrays; {@code ai} is the index of the first component. */
final class Vec {
  private Vec() {}

  /** out = a x b. {@code out} written; may not overlap a or b. */
  static void cross(double[] a, int ai, double[] b, int bi, double[] out, int oi) {
    double ax = a[ai], ay = a[ai + 1], az = a[ai + 2];
    double bx = b[bi], by = b[bi + 1], bz = b[bi + 2];
    out[oi] = ay * bz - az * by;
    out[oi + 1] = az * bx - ax * bz;
    out[oi + 2] = ax * by - ay * bx;
  }

  /** out += a x b. {@code out} written; may not overlap a or b. */
  static void addCross(double[] a, int ai, double[] b, int bi, double[] out, int oi) {
    double ax = a[ai], ay = a[ai + 1], az = a[ai + 2];
    double bx = b[bi], by = b[bi + 1], bz = b[bi + 2];
    out[oi] += ay * bz - az * by;
    out[oi + 1] += az * bx - ax * bz;
    out[oi + 2] += ax * by - ay * bx;
  }

  /** out += s a. {@code out} written. */
  static void addScaled(double s, double[] a, int ai, double[] out, int oi) {
    out[oi] += s * a[ai];
    out[oi + 1] += s * a[ai + 1];
    out[oi + 2] += s * a[ai + 2];
  }

  /** out = a. {@code out} written. */
  static void copy(double[] a, int ai, double[] out, int oi) {
    out[oi] = a[ai];
    out[oi + 1] = a[ai + 1];
    out[oi + 2] = a[ai + 2];
  }

  /** a . b */
  static double dot(double[] a, int ai, double[] b, int bi) {
    return a[ai] * b[bi] + a[ai + 1] * b[bi + 1] + a[ai + 2] * b[bi + 2];
  }

  /** out += S a, with the symmetric S as xx, yy, zz, xy, xz, yz. {@code out} written. */
  static void addSymmetric(double[] s, int si, double[] a, int ai, double[] out, int oi) {
    double x = a[ai], y = a[ai + 1], z = a[ai + 2];
    out[oi] += s[si] * x + s[si + 3] * y + s[si + 4] * z;
    out[oi + 1] += s[si + 3] * x + s[si + 1] * y + s[si + 5] * z;
    out[oi + 2] += s[si + 4] * x + s[si + 5] * y + s[si + 2] * z;
  }
}
