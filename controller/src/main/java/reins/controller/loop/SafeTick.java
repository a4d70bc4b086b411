package reins.controller.loop;

import reins.contract.exchange.Fault;

/**
 * The one place that catches what a tick throws: commands the retreat, and stays with it.
 *
 * <p>Threads: {@link #tick} and {@link #send} are the loop's; {@link #thrown} is for any.
 */
public final class SafeTick {
  private final Driven loop;
  private volatile Throwable thrown;
  private Throwable unsent;

  /** Surrounds this loop. */
  public SafeTick(Driven loop) {
    this.loop = loop;
  }

  /** One tick, or the retreat. Returns bits of {@link Fault}. */
  public int tick(long now_ns, double dt_s) {
    if (unsent != null) return retreat(unsent, now_ns, dt_s);
    try {
      return loop.tick(now_ns, dt_s);
    } catch (Throwable t) {
      return retreat(t, now_ns, dt_s);
    }
  }

  /** Sends what the tick has to say; where that throws, the next tick is the retreat. */
  public void send() {
    unsent = null;
    try {
      loop.send();
    } catch (Throwable t) {
      unsent = t;
    }
  }

  private int retreat(Throwable t, long now_ns, double dt_s) {
    try {
      loop.retreat(now_ns, dt_s);
    } catch (Throwable again) {
      // The port itself is broken: nothing reaches the arm any more, whose own watchdog stops it.
      if (thrown == null) t.addSuppressed(again);
      loop.blackBox().freeze();
    }
    if (thrown == null) thrown = t;
    return Fault.TICK_THREW;
  }

  /** What the first bad tick threw, or null. */
  public Throwable thrown() {
    return thrown;
  }

  /** The loop inside. */
  Driven loop() {
    return loop;
  }
}
