package reins.policy.camera;

/**
 * Lets through what comes at a rate or slower, and of what comes faster that many on average.
 *
 * <p>Threads: one.
 */
final class Pace {
  private final long period_ns;
  private long due_ns;

  Pace(double rate_Hz, long now_ns) {
    period_ns = Math.round(1e9 / rate_Hz);
    due_ns = now_ns;
  }

  /** Half a period early is in time: what trembles at the rate itself loses nothing. */
  boolean lets(long now_ns) {
    if (now_ns - due_ns < -period_ns / 2) return false;
    due_ns = due_ns + period_ns - now_ns > 0 ? due_ns + period_ns : now_ns;
    return true;
  }
}
