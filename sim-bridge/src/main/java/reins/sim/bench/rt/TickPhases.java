package reins.sim.bench.rt;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.HdrHistogram.Histogram;
import reins.contract.config.RigConfig;
import reins.controller.rt.RealtimeRights;
import reins.controller.rt.SpinningClock;

/**
 * When in a millisecond a thread with the control thread's rights, core and period is left alone:
 * ten microseconds of arithmetic, around each tenth of it, in turns of half a second.
 *
 * <p>Threads: one; its own meanwhile.
 */
final class TickPhases {
  private static final int TENTHS = 10;
  private static final long TENTH_ns = 100_000;
  private static final long BEFORE_ns = 5_000;
  private static final double TURN_s = 0.5;
  private static final long HIGHEST_ns = 10_000_000_000L;

  private final RigConfig.ControlConfig control;
  private final int rounds;
  private final Histogram[] took_ns = new Histogram[TENTHS];

  TickPhases(RigConfig.ControlConfig control, int rounds) {
    this.control = control;
    this.rounds = rounds;
    for (int i = 0; i < TENTHS; i++) took_ns[i] = new Histogram(1, HIGHEST_ns, 3);
  }

  /** Measures and prints a line for each tenth. */
  void run() {
    FutureTask<Void> task = new FutureTask<>(this::measure);
    Thread.ofPlatform().name("phases").start(task);
    try {
      task.get();
    } catch (ExecutionException e) {
      throw new CannotMeasure("phases: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotMeasure("interrupted");
    }
    for (int i = 0; i < TENTHS; i++)
      System.out.printf(
          Locale.ROOT,
          "around %.1f ms after a whole one: p50 %.1f p99 %.1f p99.5 %.1f p99.9 %.1f us%n",
          0.1 * i,
          took_ns[i].getValueAtPercentile(50) * 1e-3,
          took_ns[i].getValueAtPercentile(99) * 1e-3,
          took_ns[i].getValueAtPercentile(99.5) * 1e-3,
          took_ns[i].getValueAtPercentile(99.9) * 1e-3);
  }

  private Void measure() throws IOException {
    try (RealtimeRights _ = RealtimeRights.claim(control)) {
      Arithmetic arithmetic = new Arithmetic();
      for (int turn = 0; turn < TENTHS * rounds; turn++) turn(arithmetic, turn % TENTHS);
    }
    return null;
  }

  private void turn(Arithmetic arithmetic, int tenth) {
    SpinningClock clock = new SpinningClock(control.spin_us());
    long period_ns = control.periodNs();
    long due_ns = (clock.now_ns() / period_ns + 2) * period_ns + tenth * TENTH_ns - BEFORE_ns;
    for (long left = Math.round(TURN_s * control.control_hz()); left > 0; left--) {
      clock.sleepUntil(due_ns);
      took_ns[tenth].recordValue(Math.min(arithmetic.time_ns(), HIGHEST_ns));
      due_ns += period_ns * (1 + Math.max(0, (clock.now_ns() - due_ns) / period_ns));
    }
  }
}
