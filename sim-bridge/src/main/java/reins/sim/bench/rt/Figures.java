package reins.sim.bench.rt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What several rounds of one measurement say together. Threads: one. */
final class Figures {
  private static final Set<String> COUNTED = Set.of("safepoints", "steal_ms", "device_irqs");

  private final List<Map<String, Double>> rounds = new ArrayList<>();

  void add(Map<String, Double> round) {
    rounds.add(round);
  }

  int rounds() {
    return rounds.size();
  }

  /** Largest of the maxima, sum of what is counted, median of the rest. */
  Map<String, Double> together() {
    Map<String, Double> all = new LinkedHashMap<>();
    for (String key : rounds.getFirst().keySet()) all.put(key, of(key).apply(values(key)));
    return all;
  }

  private static Function<double[], Double> of(String key) {
    if (key.endsWith("_max_us")) return v -> v[v.length - 1];
    if (key.startsWith("overruns") || COUNTED.contains(key))
      return v -> java.util.Arrays.stream(v).sum();
    return v -> (v[(v.length - 1) / 2] + v[v.length / 2]) / 2;
  }

  private double[] values(String key) {
    return rounds.stream().mapToDouble(r -> r.get(key)).sorted().toArray();
  }

  /** The values of all rounds in the order in which they were measured. */
  String list(String key) {
    StringBuilder text = new StringBuilder();
    for (Map<String, Double> round : rounds)
      text.append(text.isEmpty() ? "" : " ")
          .append(String.format(java.util.Locale.ROOT, "%.3g", round.get(key)));
    return text.toString();
  }
}
