package reins.policy;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Lets the time between two steps pass, and wakes for news of a person's hands: a hundred times a
 * second at most, and never so late that the controller might not have seen it before the next step
 * asks what was executed.
 *
 * <p>Threads: {@link #await} on the loop's, {@link #news} any.
 */
final class StepPace {
  /** Between two revisions of a step. */
  static final long REVISE_EVERY_NS = 10_000_000;

  /** Before the next step: five ticks of the controller. */
  static final long LAST_CALL_NS = 5_000_000;

  private final StepClock clock;
  private final AtomicBoolean news = new AtomicBoolean();
  private volatile Thread waiting;
  private long revised_ns;

  StepPace(StepClock clock) {
    this.clock = clock;
  }

  /** There is something that need not wait for the next step. */
  void news() {
    news.set(true);
    LockSupport.unpark(waiting);
  }

  /**
   * Waits until the next step is due.
   *
   * @param revise called within the step that runs, where there is news
   */
  void await(BooleanSupplier stop, LongConsumer revise) {
    waiting = Thread.currentThread();
    long now_ns = System.nanoTime();
    while (clock.wait_ns(now_ns) > 0 && !stop.getAsBoolean()) {
      long nap_ns = clock.wait_ns(now_ns);
      if (news.get()) nap_ns = Math.min(nap_ns, until(now_ns, nap_ns));
      if (nap_ns > 0) LockSupport.parkNanos(nap_ns);
      else revise(now_ns, revise);
      now_ns = System.nanoTime();
    }
    // The step itself takes all that there is.
    news.set(false);
  }

  /** How long until a revision may be made; beyond the step where none may any more. */
  private long until(long now_ns, long left_ns) {
    if (left_ns < LAST_CALL_NS) return left_ns;
    return Math.max(0, revised_ns + REVISE_EVERY_NS - now_ns);
  }

  private void revise(long now_ns, LongConsumer revise) {
    news.set(false);
    revised_ns = now_ns;
    revise.accept(now_ns);
  }
}
