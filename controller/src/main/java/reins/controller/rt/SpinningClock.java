package reins.controller.rt;

import java.lang.foreign.MemorySegment;

/**
 * CLOCK_MONOTONIC with an absolute sleep that ends a little early and a spin to the deadline: the
 * spin takes the kernel's wake-up latency out of the error.
 *
 * <p>Threads: one thread sleeps by one clock. A thread under SCHED_FIFO may not spin all the time:
 * the kernel throttles it at 95 %.
 */
public final class SpinningClock implements TickClock {
  /** The share of the spin that is only spun: what is done before may end a little late. */
  private static final int IDLE_SHARE = 3;

  private final long spin_ns;
  private final Runnable meanwhile;
  private final MemorySegment timespec = Libc.timespec();

  /** Spins the last {@code spin_us} before a deadline. */
  public SpinningClock(int spin_us) {
    this(spin_us, Thread::onSpinWait);
  }

  /**
   * Spins the last {@code spin_us} before a deadline, most of them by something useful.
   *
   * @param meanwhile done again and again while more than a third of the spin is left; takes a
   *     small part of it and allocates nothing
   */
  public SpinningClock(int spin_us, Runnable meanwhile) {
    spin_ns = spin_us * 1000L;
    this.meanwhile = meanwhile;
  }

  @Override
  public long now_ns() {
    return System.nanoTime();
  }

  @Override
  public void sleepUntil(long deadline_ns) {
    if (deadline_ns - spin_ns - now_ns() > 0) Libc.sleepUntil(deadline_ns - spin_ns, timespec);
    while (deadline_ns - now_ns() > spin_ns / IDLE_SHARE) meanwhile.run();
    while (now_ns() - deadline_ns < 0) Thread.onSpinWait();
  }
}
