package reins.sim.bench.cockpit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import reins.contract.exchange.Counters;

/**
 * One histogram of the controller in stretches before, with and after something, round by round.
 *
 * <p>Threads: one. Units: microseconds.
 */
final class Comparison {
  private final int histogram;
  private final List<Double> medians = new ArrayList<>();
  private TickDifference before;
  private TickDifference with;
  private TickDifference after;

  /** Of {@link Counters#TICK_US} or {@link Counters#SENT_US}. */
  Comparison(int histogram) {
    this.histogram = histogram;
    before = stretch();
    with = stretch();
    after = stretch();
  }

  /** A stretch that has not begun. */
  TickDifference stretch() {
    return new TickDifference(histogram);
  }

  /** One more round: a stretch before, one with, one after. */
  void round(TickDifference first, TickDifference second, TickDifference third) {
    before = before.with(first);
    with = with.with(second);
    after = after.with(third);
    medians.add(second.percentile_us(0.5) / first.with(third).percentile_us(0.5));
  }

  TickDifference before() {
    return before;
  }

  TickDifference with() {
    return with;
  }

  TickDifference after() {
    return after;
  }

  TickDifference without() {
    return before.with(after);
  }

  /** With to without, at a share of the histogram. */
  double ratio(double share) {
    return with.percentile_us(share) / without().percentile_us(share);
  }

  /** The rounds' medians, with to without. */
  String medians() {
    return medians.stream()
        .map(m -> String.format(Locale.ROOT, "%.2f", m))
        .collect(Collectors.joining(" "));
  }
}
