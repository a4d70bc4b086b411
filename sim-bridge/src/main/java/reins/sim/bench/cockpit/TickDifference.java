package reins.sim.bench.cockpit;

import reins.contract.exchange.Counters;

/**
 * A histogram of the controller's ticks over a stretch of time, or several together.
 *
 * <p>Threads: one. Units: microseconds.
 */
final class TickDifference {
  private final int histogram;
  private final long[] counts = new long[Counters.BUCKETS];
  private final long[] before = new long[Counters.BUCKETS];

  /** One of {@link Counters#TICK_US}, {@link Counters#SENT_US}. */
  TickDifference(int histogram) {
    this.histogram = histogram;
  }

  void begin(Counters counters) {
    for (int i = 0; i < before.length; i++) before[i] = counters.get(histogram + i);
  }

  void end(Counters counters) {
    for (int i = 0; i < before.length; i++) counts[i] += counters.get(histogram + i) - before[i];
  }

  long ticks() {
    long total = 0;
    for (long count : counts) total += count;
    return total;
  }

  /** This and the ticks of another. */
  TickDifference with(TickDifference other) {
    TickDifference both = new TickDifference(histogram);
    for (int i = 0; i < counts.length; i++) both.counts[i] = counts[i] + other.counts[i];
    return both;
  }

  /**
   * Below it lies the given share of the ticks, taken as spread evenly over a bucket; the last
   * bucket means "or more".
   */
  double percentile_us(double share) {
    double left = share * ticks();
    for (int i = 0; i < counts.length; i++) {
      if (left <= counts[i] && counts[i] > 0) return i + left / counts[i];
      left -= counts[i];
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
