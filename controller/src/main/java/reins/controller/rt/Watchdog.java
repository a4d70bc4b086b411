package reins.controller.rt;

import java.util.function.LongSupplier;

/**
 * Watches the control loop's heartbeat from a thread above it: a tick that hangs, starves or waits
 * trips what stops the arm. It also trips when it was kept from looking itself for as long: then
 * the whole process stood still.
 *
 * <p>The arm's own watchdog brakes it when commands stay away; this one sees to it that they do not
 * begin again as if nothing had been.
 *
 * <p>Threads: its own, under SCHED_FIFO one above the control thread and off its core where there
 * is another; {@link #look} allocates nothing.
 */
public final class Watchdog implements AutoCloseable {
  private static final int HIGHEST_PRIORITY = 99;

  private final LongSupplier heartbeat;
  private final Runnable trip;
  private final long silence_ns;
  private long beat;
  private long alive_ns;
  private long looked_ns;
  private boolean barking;
  private volatile long trips;
  private volatile boolean stopping;
  private Thread thread;

  /**
   * A watchdog that does not look yet.
   *
   * @param heartbeat differs after every tick; read without waiting
   * @param trip stops the arm; called once for each silence, allocates nothing
   * @param silence_ns without a beat, until the arm is stopped
   */
  public Watchdog(LongSupplier heartbeat, Runnable trip, long silence_ns) {
    this.heartbeat = heartbeat;
    this.trip = trip;
    this.silence_ns = silence_ns;
  }

  /**
   * Begins to look, a few times in every silence.
   *
   * @param controlPriority SCHED_FIFO priority of the thread that is watched
   * @param controlCpu its core, or -1
   */
  public void start(int controlPriority, int controlCpu) {
    thread = Thread.ofPlatform().name("watchdog").start(() -> watch(controlPriority, controlCpu));
  }

  private void watch(int controlPriority, int controlCpu) {
    if (controlCpu >= 0) Libc.pinAwayFrom(controlCpu);
    Libc.fifo(Math.min(HIGHEST_PRIORITY, controlPriority + 1));
    SpinningClock clock = new SpinningClock(0);
    long every_ns = Math.max(1, silence_ns / 8);
    long next_ns = clock.now_ns();
    begin(next_ns);
    while (!stopping) {
      // After a standstill it does not make up for looks that it missed.
      next_ns = Math.max(next_ns, clock.now_ns() - every_ns) + every_ns;
      clock.sleepUntil(next_ns);
      look(clock.now_ns());
    }
  }

  /** The loop counts as alive from here. */
  void begin(long now_ns) {
    beat = heartbeat.getAsLong();
    alive_ns = now_ns;
    looked_ns = now_ns;
  }

  /** Looks once. */
  void look(long now_ns) {
    boolean stoodStill = now_ns - looked_ns > silence_ns;
    looked_ns = now_ns;
    long seen = heartbeat.getAsLong();
    if (seen != beat) {
      beat = seen;
      alive_ns = now_ns;
      barking = false;
    }
    boolean silent = now_ns - alive_ns > silence_ns;
    if (!silent && !stoodStill || barking) return;
    barking = silent;
    trips++;
    trip.run();
  }

  /** How often it tripped. */
  public long trips() {
    return trips;
  }

  /** Looks no more. */
  @Override
  public void close() {
    stopping = true;
    if (thread == null) return;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
