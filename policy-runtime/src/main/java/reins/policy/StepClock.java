package reins.policy;

/**
 * When the next step is due, on an absolute grid: a late step does not delay the ones after it, and
 * steps that cannot be made up for are skipped and counted.
 *
 * <p>Threads: the actor's loop counts; any reads.
 */
final class StepClock {
  private final long period_ns;
  private long next_ns;
  private volatile long missed;

  StepClock(long period_ns, long first_ns) {
    this.period_ns = period_ns;
    next_ns = first_ns;
  }

  /** How long to wait until the next step; not positive where it is due. */
  long wait_ns(long now_ns) {
    return next_ns - now_ns;
  }

  /** Notes that a step begins. */
  void begin(long now_ns) {
    long skipped = Math.max(0, (now_ns - next_ns) / period_ns);
    missed = missed + skipped;
    next_ns += (skipped + 1) * period_ns;
  }

  /** Steps that were skipped. */
  long missed() {
    return missed;
  }
}
