package reins.controller.loop;

import reins.contract.exchange.Counters;
import reins.controller.law.Setpoint;

/** Counts what happened in a tick into the exchange and the black box. Threads: the loop's. */
final class TickStats {
  private final Counters counters;
  private final Setpoint setpoint;
  private final BlackBox blackBox;
  private final Report report;
  private final long period_ns;
  private volatile long ticks;

  TickStats(
      Counters counters, Setpoint setpoint, BlackBox blackBox, Report report, long period_ns) {
    this.counters = counters;
    this.setpoint = setpoint;
    this.blackBox = blackBox;
    this.report = report;
    this.period_ns = period_ns;
  }

  void record(int fault) {
    // One writer.
    ticks = ticks + 1;
    counters.add(Counters.TICKS, 1);
    for (int left = fault; left != 0; left &= left - 1)
      counters.add(Integer.numberOfTrailingZeros(left), 1);
    if (setpoint.admitted) counters.add(Counters.ACTIONS_ADMITTED, 1);
    if (setpoint.stale_ns > 0)
      // ceil(stale / period): the tick that holds, and those that should have held before it.
      counters.max(
          Counters.HOLD_LATENCY_MAX_TICKS, (setpoint.stale_ns + period_ns - 1) / period_ns);
    counters.layers(setpoint.changed);
    blackBox.keep(report.last());
  }

  /** Ticks that have ended. Threads: any. */
  long ticks() {
    return ticks;
  }
}
