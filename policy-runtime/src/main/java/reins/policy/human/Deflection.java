package reins.policy.human;

import java.util.Arrays;

/**
 * How far a person holds their device, over one step of the policy: what the step comes to if the
 * hands stay as they are, and what it came to.
 *
 * <p>Units: deflections are in [-1, 1], their integral is over steps. Threads: one owner.
 */
public final class Deflection {
  private final double period_ns;
  private final double[] now = new double[PersonAction.AXES];
  private final double[] passed = new double[PersonAction.AXES];
  private long begun_ns;
  private long from_ns;
  private long seen_ns;

  /** Of steps this long. */
  public Deflection(long period_ns) {
    this.period_ns = period_ns;
  }

  /** A step begins. */
  public void begin(long now_ns) {
    begun_ns = now_ns;
    takeOver(now_ns);
  }

  /**
   * What was held in this step so far counts nothing. Returns the share of the step that is over.
   */
  public double takeOver(long now_ns) {
    from_ns = seen_ns = now_ns;
    Arrays.fill(passed, 0);
    return share(now_ns);
  }

  private double share(long now_ns) {
    return Math.clamp((now_ns - begun_ns) / period_ns, 0, 1);
  }

  /** From now on the device is held like this. */
  public void hold(long now_ns, double[] axes) {
    pass(now_ns);
    System.arraycopy(axes, 0, now, 0, now.length);
  }

  /** From now on the device is at rest. */
  public void rest(long now_ns) {
    pass(now_ns);
    Arrays.fill(now, 0);
  }

  private void pass(long now_ns) {
    double share = Math.max(0, now_ns - seen_ns) / period_ns;
    for (int i = 0; i < now.length; i++) passed[i] += share * now[i];
    seen_ns = Math.max(seen_ns, now_ns);
  }

  /** What the whole step comes to if nothing changes any more. {@code axes} written. */
  public void whole(long now_ns, double[] axes) {
    pass(now_ns);
    double left = 1 - share(now_ns);
    // d = integral so far + d(now) (1 - t / T)
    for (int i = 0; i < axes.length; i++) axes[i] = passed[i] + left * now[i];
  }

  /** The mean since the step, or the take-over within it, began. {@code axes} written. */
  public void mean(long now_ns, double[] axes) {
    pass(now_ns);
    double over = (seen_ns - from_ns) / period_ns;
    for (int i = 0; i < axes.length; i++) axes[i] = over > 0 ? passed[i] / over : now[i];
  }
}
