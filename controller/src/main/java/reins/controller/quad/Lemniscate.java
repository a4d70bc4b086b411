package reins.controller.quad;

/**
 * Bernoulli's lemniscate in a level plane, flown from its crossing with one and the same speed all
 * along, after a run-up of constant acceleration and before as long a run-out.
 *
 * <pre>
 *   x = a cos u / (1 + sin^2 u),  y = x sin u         |dx/du| = a / sqrt(1 + sin^2 u)
 * </pre>
 *
 * <p>Threads: one. Times must not go backwards further than one path.
 */
public final class Lemniscate implements Path {
  /** Steps of the table from way to u over one round. */
  private static final int TABLE = 4096;

  private final double[] center_m;
  private final double a_m;
  private final double speed_m_s;
  private final double runUp_s;
  private final double rounds;
  private final double round_m;
  private final double[] u_rad = new double[TABLE + 1];
  private final double[] d1 = new double[2];
  private final double[] d2 = new double[2];
  private final double[] d3 = new double[2];

  /**
   * @param center_m [3] its crossing
   * @param a_m from the crossing to either end
   * @param rounds how often it is flown at full speed
   */
  public Lemniscate(
      double[] center_m, double a_m, double speed_m_s, double accel_m_s2, double rounds) {
    this.center_m = center_m.clone();
    this.a_m = a_m;
    this.speed_m_s = speed_m_s;
    this.rounds = rounds;
    runUp_s = speed_m_s / accel_m_s2;
    // The whole length by the midpoint rule, then u at even ways along it by Runge-Kutta.
    double length = 0;
    for (int i = 0; i < TABLE; i++)
      length += 2 * Math.PI / TABLE / rate((i + 0.5) * 2 * Math.PI / TABLE);
    round_m = length;
    double h = round_m / TABLE;
    u_rad[0] = Math.PI / 2;
    for (int i = 0; i < TABLE; i++) {
      double u = u_rad[i];
      double k1 = rate(u),
          k2 = rate(u + h / 2 * k1),
          k3 = rate(u + h / 2 * k2),
          k4 = rate(u + h * k3);
      u_rad[i + 1] = u + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
    }
  }

  /** du/ds = sqrt(1 + sin^2 u) / a. */
  private double rate(double u) {
    double s = Math.sin(u);
    return Math.sqrt(1 + s * s) / a_m;
  }

  /** How long it takes, run-up and run-out included. */
  public double duration_s() {
    return 2 * runUp_s + rounds * round_m / speed_m_s;
  }

  /** When full speed is reached. */
  public double runUp_s() {
    return runUp_s;
  }

  @Override
  public boolean at(double t_s, Reference out) {
    double cruise_s = rounds * round_m / speed_m_s;
    double accel = speed_m_s / runUp_s;
    double t = Math.clamp(t_s, 0, duration_s());
    double s, v, a;
    if (t < runUp_s) {
      s = accel * t * t / 2;
      v = accel * t;
      a = accel;
    } else if (t < runUp_s + cruise_s) {
      s = accel * runUp_s * runUp_s / 2 + speed_m_s * (t - runUp_s);
      v = speed_m_s;
      a = 0;
    } else {
      double left = duration_s() - t;
      s = accel * runUp_s * runUp_s + speed_m_s * cruise_s - accel * left * left / 2;
      v = accel * left;
      a = left > 0 ? -accel : 0;
    }
    place(s, out);
    for (int i = 0; i < 2; i++) {
      // x(s(t)):  x' v,  x'' v^2 + x' a,  x''' v^3 + 3 x'' v a
      out.v_m_s[i] = d1[i] * v;
      out.a_m_s2[i] = d2[i] * v * v + d1[i] * a;
      out.j_m_s3[i] = d3[i] * v * v * v + 3 * d2[i] * v * a;
    }
    out.v_m_s[2] = out.a_m_s2[2] = out.j_m_s3[2] = 0;
    out.yaw_rad = out.dyaw_rad_s = 0;
    return t_s < duration_s();
  }

  /** Position at a way along it, and its derivatives by that way. */
  private void place(double s_m, Reference out) {
    double part = s_m / round_m % 1 * TABLE;
    int i = Math.min((int) part, TABLE - 1);
    double u = u_rad[i] + (part - i) * (u_rad[i + 1] - u_rad[i]);
    double sin = Math.sin(u), cos = Math.cos(u), w = 1 + sin * sin;
    double x = a_m * cos / w, y = x * sin;
    out.p_m[0] = center_m[0] + x;
    out.p_m[1] = center_m[1] + y;
    out.p_m[2] = center_m[2];
    // The tangent turns by kappa = 3 r / a^2, with r the distance from the crossing, signed by x.
    double r = a_m * cos / Math.sqrt(w);
    double tx = -a_m * sin * (w + 2 * cos * cos) / (w * w);
    double ty = a_m * (cos * cos - 2 * sin * sin) / (w * w);
    double norm = Math.sqrt(tx * tx + ty * ty);
    tx /= norm;
    ty /= norm;
    // dr/ds = dr/du du/ds:  r = a cos / sqrt(w),  dr/du = -2 a sin / w^1.5
    double kappa = 3 * r / (a_m * a_m);
    double dkappa = 3 / (a_m * a_m) * (-2 * a_m * sin / (w * Math.sqrt(w))) * Math.sqrt(w) / a_m;
    d1[0] = tx;
    d1[1] = ty;
    // t' = kappa n,  t'' = kappa' n - kappa^2 t,  n = (-ty, tx)
    d2[0] = -kappa * ty;
    d2[1] = kappa * tx;
    d3[0] = -dkappa * ty - kappa * kappa * tx;
    d3[1] = dkappa * tx - kappa * kappa * ty;
  }
}
