package reins.sim.bench.cockpit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import reins.contract.exchange.Counters;
import reins.sim.report.Intervals;

/**
 * One histogram of the controller in stretches before, with and after something, round by round.
 *
 * <p>Threads: one. Units: microseconds.
 */
final class Comparison {
  private final int histogram;
  private final List<TickDifference[]> rounds = new ArrayList<>();
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
    rounds.add(new TickDifference[] {first.with(third), second});
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

  /** With to without, of each round: interquartile mean, and what so many rounds allow to say. */
  Intervals.Interval ofRounds(ToDoubleFunction<TickDifference> of) {
    return Intervals.overSeeds(
        rounds.stream()
            .mapToDouble(r -> of.applyAsDouble(r[1]) / of.applyAsDouble(r[0]))
            .toArray());
  }
}
