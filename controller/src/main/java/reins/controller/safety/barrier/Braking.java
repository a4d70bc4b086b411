package reins.controller.safety.barrier;

/**
 * How a barrier lets itself be approached: the class-K functions of a high-order control barrier,
 * shaped so that neither the deceleration nor the jerk on the way is more than the arm has.
 *
 * <pre>
 *   alpha_1(h) = k h            near, then  sqrt(2 A h'):  at most deceleration A
 *   alpha_2(s) = g s            near, then  sqrt(2 j s'):  at most jerk j
 *   s   = h' + alpha_1(h)                                  speed left
 *   h'' &gt;= -alpha_1'(h) h' - alpha_2(s)
 * </pre>
 *
 * <p>Linear and square root meet with equal slope. With both linear this is {@code h'' >= -(k + g)
 * h' - k g h}.
 */
public final class Braking {
  private Braking() {}

  /** alpha(x) = k x below limit / k^2, then sqrt(2 limit (x - limit / (2 k^2))). */
  static double alpha(double x, double k, double limit) {
    double near = limit / (k * k);
    return x <= near ? k * x : Math.sqrt(2 * limit * (x - 0.5 * near));
  }

  /** d alpha / dx. */
  static double slope(double x, double k, double limit) {
    return x <= limit / (k * k) ? k : limit / alpha(x, k, limit);
  }

  /**
   * The least h'' of a distance.
   *
   * @param far an arm that is further out than this is drawn back as if it were so far out
   */
  public static double approach(
      double h, double dh, double k, double decel, double fade, double jerk, double far) {
    double here = Math.max(h, -far);
    double slope = h < -far ? 0 : slope(here, k, decel);
    return -slope * dh - alpha(dh + alpha(here, k, decel), fade, jerk);
  }
}
