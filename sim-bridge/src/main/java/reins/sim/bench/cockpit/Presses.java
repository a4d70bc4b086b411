package reins.sim.bench.cockpit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Times from a press to the set-point that moved for it, by kind, over all rounds and round by
 * round.
 *
 * <p>Threads: one.
 */
final class Presses {
  private final List<Histogram> rounds = new ArrayList<>();
  private final Histogram all = empty();

  private static Histogram empty() {
    return new Histogram(1, 10_000_000_000L, 3);
  }

  /** The next ones are another round's. */
  void round() {
    rounds.add(empty());
  }

  void add(long ns) {
    long counted = Math.max(1, ns);
    rounds.getLast().recordValue(counted);
    all.recordValue(counted);
  }

  /** Over all rounds. */
  double ms(double percentile) {
    return all.getValueAtPercentile(percentile) * 1e-6;
  }

  long count() {
    return all.getTotalCount();
  }

  /** First, second and third quartile of what the rounds have at a percentile. */
  double[] quartiles_ms(double percentile) {
    double[] each =
        rounds.stream()
            .filter(h -> h.getTotalCount() > 0)
            .mapToDouble(h -> h.getValueAtPercentile(percentile) * 1e-6)
            .sorted()
            .toArray();
    return Arrays.stream(new double[] {0.25, 0.5, 0.75}).map(q -> at(each, q)).toArray();
  }

  /** Between the two nearest. */
  private static double at(double[] sorted, double share) {
    if (sorted.length == 0) return Double.NaN;
    double place = share * (sorted.length - 1);
    int below = (int) place, above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** For people; {@code values} written: for scripts. */
  void tell(String who, String what, Map<String, Object> values) {
    double[] p50 = quartiles_ms(50), p99 = quartiles_ms(99);
    System.out.printf(
        Locale.ROOT,
        "%-10s %-18s %4d keys: p50 %5.1f ms, p99 %5.1f ms, most %5.1f ms; quartiles of the rounds: p50 %.1f %.1f %.1f, p99 %.1f %.1f %.1f%n",
        who,
        what,
        count(),
        ms(50),
        ms(99),
        all.getMaxValue() * 1e-6,
        p50[0],
        p50[1],
        p50[2],
        p99[0],
        p99[1],
        p99[2]);
    values.put("trials", count());
    values.put("input_p50_ms", ms(50));
    values.put("input_p99_ms", ms(99));
    values.put("input_max_ms", all.getMaxValue() * 1e-6);
    values.put("input_p50_quartiles_ms", Arrays.toString(p50));
    values.put("input_p99_quartiles_ms", Arrays.toString(p99));
  }
}
