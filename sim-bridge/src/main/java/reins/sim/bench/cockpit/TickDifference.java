package reins.sim.bench.cockpit;

import reins.contract.exchange.Counters;

/**
 * The controller's tick histogram over a stretch of time, or several together.
 *
 * <p>Threads: one. Units: microseconds of compute time.
 */
final class TickDifference {
  private final long[] counts = new long[Counters.BUCKETS];
  private final long[] before = new long[Counters.BUCKETS];

  void begin(Counters counters) {
    for (int i = 0; i < before.length; i++) before[i] = counters.get(Counters.TICK_US + i);
  }

  void end(Counters counters) {
    for (int i = 0; i < before.length; i++)
      counts[i] += counters.get(Counters.TICK_US + i) - before[i];
  }

  long ticks() {
    long total = 0;
    for (long count : counts) total += count;
    return total;
  }

  /** Below it lies the given share of the ticks; the last bucket means "or more". */
  double percentile_us(double share) {
    long wanted = (long) Math.ceil(share * ticks());
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= wanted && seen > 0) return i + 1;
    }
    return Double.NaN;
  }

  /** In finer grain than a bucket. */
  double mean_us() {
    double sum = 0;
    for (int i = 0; i < counts.length; i++) sum += (i + 0.5) * counts[i];
    return sum / ticks();
  }
}
