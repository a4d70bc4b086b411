package reins.controller.loop;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.HdrHistogram.Histogram;
import reins.contract.exchange.Counters;
import reins.contract.exchange.Fault;
import reins.controller.rt.Bell;
import reins.controller.rt.TickClock;

/**
 * Runs ticks, one for every beat of the timer or of the robot's states, and keeps the account of
 * how late they were and how long they took.
 *
 * <p>The first ticks run unarmed, so that the arm meets no code that is not compiled.
 *
 * <p>Threads: {@link #run} on the control thread, {@link #stop} from any; read the histograms after
 * {@link #run} has returned.
 */
public final class Pace {
  private static final int CHECK_EVERY_TICKS = 1000;
  private static final long HIGHEST_ns = 10_000_000_000L;

  private final SafeTick tick;
  private final TickClock clock;
  private final Beat beat;
  private final Counters counters;
  private final long settleTicks;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Histogram wakeup_ns = new Histogram(1, HIGHEST_ns, 3);
  private final Histogram compute_ns = new Histogram(1, HIGHEST_ns, 3);
  private final Histogram sent_ns = new Histogram(1, HIGHEST_ns, 3);
  private final Overruns overruns = new Overruns();
  private volatile boolean stopping;
  private long last_ns;
  private long ticks;
  private long armedAt_bytes;
  private long allocated_bytes;

  private Pace(SafeTick tick, TickClock clock, Beat beat, Counters counters, long settleTicks) {
    this.tick = tick;
    this.clock = clock;
    this.beat = beat;
    this.counters = counters;
    this.settleTicks = settleTicks;
  }

  /** Ticks at absolute deadlines. Arms after {@code settleTicks}. */
  public static Pace byTimer(
      SafeTick tick, TickClock clock, Counters counters, long period_ns, long settleTicks) {
    return new Pace(tick, clock, new TimerBeat(clock, period_ns), counters, settleTicks);
  }

  /**
   * Ticks with the robot's states, and by the timer where none come. Arms after {@code
   * settleTicks}.
   *
   * @param states rung after each state can be read
   */
  public static Pace byState(
      SafeTick tick,
      TickClock clock,
      Bell states,
      Counters counters,
      long period_ns,
      long settleTicks) {
    Beat beat = new StateBeat(states, clock, counters, period_ns);
    return new Pace(tick, clock, beat, counters, settleTicks);
  }

  /** Ticks until stopped, then until the robot rests, or has had its time for that. */
  public void run() {
    tick.loop().arm(false);
    last_ns = clock.now_ns();
    beat.begin(last_ns);
    while (!stopping) once();
    tick.loop().arm(false);
    long until_ns = last_ns + Math.round(1e9 * tick.loop().relaxWithin_s());
    do once();
    while (last_ns < until_ns && !tick.loop().relaxed());
  }

  /** Asks {@link #run} to return. */
  public void stop() {
    stopping = true;
  }

  private void once() {
    if (ticks == settleTicks) arm();
    long due_ns = beat.await();
    long now_ns = clock.now_ns();
    double dt_s = (now_ns - last_ns) * 1e-9;
    last_ns = now_ns;
    tick.tick(now_ns, dt_s);
    long end_ns = clock.now_ns();
    tick.send();
    long done_ns = clock.now_ns();
    ticks++;
    if (ticks > settleTicks) time(now_ns - due_ns, end_ns - now_ns, done_ns - now_ns);
    long skipped = beat.done(now_ns, end_ns, done_ns);
    if (skipped != Beat.IN_TIME && ticks > settleTicks) overrun(now_ns, due_ns, done_ns, skipped);
    if (ticks % CHECK_EVERY_TICKS == 0) checkHeap();
  }

  private void arm() {
    wakeup_ns.reset();
    compute_ns.reset();
    sent_ns.reset();
    armedAt_bytes = threads.getCurrentThreadAllocatedBytes();
    tick.loop().arm(true);
  }

  private void time(long late_ns, long took_ns, long spoke_ns) {
    counters.record(Counters.WAKEUP_US, late_ns);
    counters.record(Counters.TICK_US, took_ns);
    counters.record(Counters.SENT_US, spoke_ns);
    counters.max(Counters.WAKEUP_MAX_NS, late_ns);
    counters.max(Counters.TICK_MAX_NS, took_ns);
    wakeup_ns.recordValue(Math.clamp(late_ns, 0, HIGHEST_ns));
    compute_ns.recordValue(Math.clamp(took_ns, 0, HIGHEST_ns));
    sent_ns.recordValue(Math.clamp(spoke_ns, 0, HIGHEST_ns));
  }

  private void overrun(long now_ns, long due_ns, long end_ns, long skipped) {
    counters.add(Integer.numberOfTrailingZeros(Fault.OVERRUN), 1);
    overruns.note(now_ns, now_ns - due_ns, end_ns - now_ns);
    counters.add(Counters.SKIPPED, skipped);
  }

  private void checkHeap() {
    if (ticks <= settleTicks) return;
    long bytes = threads.getCurrentThreadAllocatedBytes() - armedAt_bytes;
    if (bytes > allocated_bytes) counters.add(Integer.numberOfTrailingZeros(Fault.ALLOCATED), 1);
    allocated_bytes = bytes;
    counters.set(Counters.ALLOCATED_BYTES, bytes);
  }

  /** How much later than their deadlines, or than the states they answer, armed ticks began. */
  public Histogram wakeup_ns() {
    return wakeup_ns;
  }

  /** How long armed ticks took. */
  public Histogram compute_ns() {
    return compute_ns;
  }

  /** From an armed tick's beginning until its messages were in the kernel's hands. */
  public Histogram sent_ns() {
    return sent_ns;
  }

  /** The armed ticks that overran. */
  public Overruns overruns() {
    return overruns;
  }

  /** Armed ticks so far. */
  public long armedTicks() {
    return Math.max(0, ticks - settleTicks);
  }
}
