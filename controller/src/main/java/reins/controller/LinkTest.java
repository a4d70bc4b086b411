package reins.controller;

import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import reins.controller.port.Port;
import reins.controller.port.RobotState;
import reins.controller.rt.Check;

/**
 * How many of the states that a robot owes in time arrive, before anything is sent to it. States
 * that come in a burst count as one: a late state is a lost one.
 *
 * <p>Threads: one, which reads the port meanwhile.
 *
 * <p>Source: the gates 0.95 and 0.90 are those of libfranka's communication test; 0.99 is what its
 * users ask of a good link.
 */
final class LinkTest {
  static final double GOOD = 0.99;
  static final double FAIR = 0.95;
  static final double POOR = 0.90;

  /** Periods over which a Franka counts its own success rate. */
  private static final int WINDOW_PERIODS = 100;

  /** Looks in every period. */
  private static final int LOOKS = 4;

  private final Port port;
  private final long period_ns;
  private final RobotState state;
  private long states;
  private double sum;
  private double worst = 1;
  private int windows;

  LinkTest(Port port, int joints, long period_ns) {
    this.port = port;
    this.period_ns = period_ns;
    state = new RobotState(joints);
  }

  /** Listens for so long. */
  Check run(double seconds) {
    return run(seconds, System::nanoTime, LockSupport::parkNanos);
  }

  /** Sleeps for some nanoseconds. */
  interface Sleep {
    void nanos(long duration_ns);
  }

  Check run(double seconds, LongSupplier clock, Sleep sleep) {
    long start_ns = clock.getAsLong();
    await(start_ns, seconds, clock, sleep);
    if (states == 0)
      return Check.fail(
          "link", "no robot state in %.0f s".formatted(seconds), "is the robot's driver running?");
    long from_ns = clock.getAsLong();
    for (long until_ns = from_ns; until_ns - from_ns < seconds * 1e9; )
      window(until_ns += WINDOW_PERIODS * period_ns, clock, sleep);
    return judge();
  }

  /** The first state may take its time: connections are made. */
  private void await(long start_ns, double seconds, LongSupplier clock, Sleep sleep) {
    while (states == 0 && clock.getAsLong() - start_ns < seconds * 1e9) look(clock, sleep);
  }

  private void window(long until_ns, LongSupplier clock, Sleep sleep) {
    long before = states;
    while (until_ns - clock.getAsLong() > 0) look(clock, sleep);
    double share = Math.min(1, (states - before) / (double) WINDOW_PERIODS);
    sum += share;
    worst = Math.min(worst, share);
    windows++;
  }

  private void look(LongSupplier clock, Sleep sleep) {
    long stamp_ns = state.stamp_ns;
    port.read(clock.getAsLong(), state);
    if (state.stamp_ns != stamp_ns) states++;
    sleep.nanos(period_ns / LOOKS);
  }

  private Check judge() {
    double mean = sum / windows;
    String found =
        String.format(
            Locale.ROOT,
            "%.3f of the states came in time, %.2f in the worst of %d windows",
            mean,
            worst,
            windows);
    if (mean >= GOOD) return Check.pass("link", found);
    String advice = "a network card of its own, no switch; a busy machine; the driver's priority";
    if (mean >= FAIR) return Check.warn("link", found, "good is 0.99; " + advice);
    if (mean >= POOR) return Check.warn("link", found, "poor: motion will be rough; " + advice);
    return Check.fail("link", found, "at least 0.90 are needed; " + advice);
  }
}
