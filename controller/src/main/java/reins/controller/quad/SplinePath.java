package reins.controller.quad;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * The path of least squared jerk through points at given times, from rest to rest, with one
 * heading.
 *
 * <pre>
 *   x_k(t) = sum_i c_ki t^i, i = 0..5: through both its ends; velocity, acceleration, jerk and snap
 *   go on over every point in between
 * </pre>
 *
 * <p>Threads: one.
 *
 * <p>Source: Flash and Hogan 1985 (minimum jerk makes quintics); Mellinger and Kumar, ICRA 2011
 * (polynomial segments through key frames in flat outputs).
 */
public final class SplinePath implements Path {
  private static final int ORDER = 6;

  private final double[] duration_s;
  private final double[] c; // [segment][axis][ORDER]
  private final double yaw_rad;

  /**
   * @param points_m [n + 1][3]
   * @param duration_s [n] of each segment
   */
  public SplinePath(double[][] points_m, double[] duration_s, double yaw_rad) {
    int n = duration_s.length;
    if (points_m.length != n + 1) throw new IllegalArgumentException("points: expected " + (n + 1));
    this.duration_s = duration_s.clone();
    this.yaw_rad = yaw_rad;
    c = new double[n * 3 * ORDER];
    DMatrixRMaj a = new DMatrixRMaj(n * ORDER, n * ORDER), b = new DMatrixRMaj(n * ORDER, 3);
    int row = 0;
    for (int d = 0; d < 3; d++) row = bind(a, b, row, 0, 0, d, d == 0 ? points_m[0] : null);
    for (int k = 0; k < n; k++) {
      row = bind(a, b, row, k, duration_s[k], 0, points_m[k + 1]);
      if (k + 1 == n) continue;
      row = bind(a, b, row, k + 1, 0, 0, points_m[k + 1]);
      for (int d = 1; d < 5; d++) row = join(a, row, k, d);
    }
    for (int d = 1; d < 3; d++) row = bind(a, b, row, n - 1, duration_s[n - 1], d, null);
    DMatrixRMaj x = new DMatrixRMaj(n * ORDER, 3);
    if (!CommonOps_DDRM.solve(a, b, x)) throw new IllegalArgumentException("no path: times of 0?");
    for (int k = 0; k < n; k++)
      for (int i = 0; i < 3; i++)
        for (int j = 0; j < ORDER; j++) c[(3 * k + i) * ORDER + j] = x.get(k * ORDER + j, i);
  }

  /** The d-th derivative of a segment at a time of it is a point's, or zero. */
  private static int bind(
      DMatrixRMaj a, DMatrixRMaj b, int row, int segment, double t, int d, double[] point) {
    for (int j = d; j < ORDER; j++) a.set(row, segment * ORDER + j, derived(j, d, t));
    for (int i = 0; i < 3; i++) b.set(row, i, point == null ? 0 : point[i]);
    return row + 1;
  }

  /** The d-th derivative at a segment's end is that at the next one's start. */
  private int join(DMatrixRMaj a, int row, int segment, int d) {
    for (int j = d; j < ORDER; j++) {
      a.set(row, segment * ORDER + j, derived(j, d, duration_s[segment]));
      a.set(row, (segment + 1) * ORDER + j, -derived(j, d, 0));
    }
    return row + 1;
  }

  /** d-th derivative of t^j: j! / (j - d)! t^(j - d). */
  private static double derived(int j, int d, double t) {
    double factor = 1;
    for (int k = 0; k < d; k++) factor *= j - k;
    double power = 1;
    for (int k = 0; k < j - d; k++) power *= t;
    return factor * power;
  }

  /** How long it takes. */
  public double duration_s() {
    double sum = 0;
    for (double d : duration_s) sum += d;
    return sum;
  }

  @Override
  public boolean at(double t_s, Reference out) {
    int k = 0;
    double t = Math.max(0, t_s);
    while (k < duration_s.length - 1 && t > duration_s[k]) t -= duration_s[k++];
    boolean goesOn = t <= duration_s[k];
    t = Math.min(t, duration_s[k]);
    for (int i = 0; i < 3; i++) {
      int at = (3 * k + i) * ORDER;
      out.p_m[i] = value(at, 0, t);
      out.v_m_s[i] = value(at, 1, t);
      out.a_m_s2[i] = value(at, 2, t);
      out.j_m_s3[i] = value(at, 3, t);
    }
    out.yaw_rad = yaw_rad;
    out.dyaw_rad_s = 0;
    return goesOn;
  }

  private double value(int at, int d, double t) {
    double sum = 0;
    for (int j = d; j < ORDER; j++) sum += c[at + j] * derived(j, d, t);
    return sum;
  }
}
