package reins.learner.dataset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import reins.contract.data.Transition;

/**
 * What a dataset is good for, before anybody trains on it.
 *
 * @param coverage share of ten bins of [-1, 1] that the observations visit, averaged over their
 *     numbers
 * @param saturation share of the actions' numbers at their bounds
 * @param divergence how differently the people (and policies) in it act where they see about the
 *     same: by pair of sources, 0 alike, 1 as if they saw different things
 * @param why the recommendation
 */
public record DatasetReport(
    int episodes,
    int steps,
    double successRatio,
    double returnMean,
    double returnMin,
    double returnMax,
    double lengthMean,
    double coverage,
    double saturation,
    Map<String, Integer> stepsBySource,
    Map<String, Double> divergence,
    String recommended,
    String why) {
  private static final int BINS = 10;
  private static final int SAMPLES = 1500;
  private static final double MIXED = 0.25;
  private static final double GOOD = 0.9;

  /** Looks at a dataset; the same dataset gives the same report. */
  public static DatasetReport of(Dataset data) {
    double[] returns =
        data.episodes().stream()
            .mapToDouble(e -> e.stream().mapToDouble(Transition::reward).sum())
            .toArray();
    List<Transition> steps = data.steps().toList();
    Map<String, List<Transition>> bySource = new TreeMap<>();
    for (Transition t : steps) bySource.computeIfAbsent(source(t), k -> new ArrayList<>()).add(t);
    Map<String, Integer> counts = new TreeMap<>();
    bySource.forEach((name, list) -> counts.put(name, list.size()));
    double success =
        (double)
                data.episodes().stream()
                    .filter(e -> e.stream().anyMatch(Transition::success))
                    .count()
            / Math.max(1, data.episodes().size());
    Map<String, Double> divergence = divergences(bySource);
    String[] advice = recommend(success, bySource, divergence);
    return new DatasetReport(
        data.episodes().size(),
        steps.size(),
        success,
        stream(returns).average().orElse(Double.NaN),
        stream(returns).min().orElse(Double.NaN),
        stream(returns).max().orElse(Double.NaN),
        (double) steps.size() / Math.max(1, data.episodes().size()),
        coverage(steps, data.obsDim()),
        saturation(steps),
        counts,
        divergence,
        advice[0],
        advice[1]);
  }

  private static java.util.stream.DoubleStream stream(double[] values) {
    return java.util.Arrays.stream(values);
  }

  private static String source(Transition t) {
    String who = t.source().name().toLowerCase(java.util.Locale.ROOT);
    if (t.demonstration()) return who + " demonstration";
    return t.intervention() ? who + " correction" : who;
  }

  private static double coverage(List<Transition> steps, int obsDim) {
    boolean[][] visited = new boolean[obsDim][BINS];
    for (Transition t : steps)
      for (int i = 0; i < obsDim; i++)
        visited[i][Math.clamp((int) Math.floor((t.obs()[i] + 1) / 2 * BINS), 0, BINS - 1)] = true;
    int count = 0;
    for (boolean[] bins : visited) for (boolean bin : bins) if (bin) count++;
    return (double) count / Math.max(1, obsDim * BINS);
  }

  private static double saturation(List<Transition> steps) {
    long at = 0;
    long all = 0;
    for (Transition t : steps)
      for (float a : t.action()) {
        all++;
        if (Math.abs(a) > 0.99) at++;
      }
    return (double) at / Math.max(1, all);
  }

  private static Map<String, Double> divergences(Map<String, List<Transition>> bySource) {
    Map<String, Double> all = new LinkedHashMap<>();
    List<String> names = List.copyOf(bySource.keySet());
    for (int i = 0; i < names.size(); i++)
      for (int j = i; j < names.size(); j++) {
        double d = divergence(bySource.get(names.get(i)), bySource.get(names.get(j)));
        if (Double.isFinite(d))
          all.put(names.get(i) + (i == j ? " with itself" : " / " + names.get(j)), d);
      }
    return all;
  }

  /**
   * mean over steps s of |a(s) - a(nn(s))|, where nn(s) is the other source's nearest step by
   * observation in another episode, over the same with a step drawn at random.
   */
  private static double divergence(List<Transition> ours, List<Transition> theirs) {
    Random random = new Random(0);
    List<Transition> queries = sample(ours, random);
    List<Transition> answers = sample(theirs, random);
    double near = 0;
    double anyhow = 0;
    for (Transition query : queries) {
      Transition nearest = null;
      double least = Double.POSITIVE_INFINITY;
      for (Transition answer : answers) {
        if (answer.episode() == query.episode()) continue;
        double d = distance(query.obs(), answer.obs());
        if (d < least) {
          least = d;
          nearest = answer;
        }
      }
      if (nearest == null) continue;
      near += distance(query.action(), nearest.action());
      anyhow += distance(query.action(), answers.get(random.nextInt(answers.size())).action());
    }
    return near / anyhow;
  }

  private static List<Transition> sample(List<Transition> steps, Random random) {
    if (steps.size() <= SAMPLES) return steps;
    List<Transition> some = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) some.add(steps.get(random.nextInt(steps.size())));
    return some;
  }

  private static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) sum += (double) (a[i] - b[i]) * (a[i] - b[i]);
    return Math.sqrt(sum);
  }

  /** By how much two sources differ more from one another than each does from itself, at most. */
  private static double disagreement(
      Map<String, List<Transition>> bySource, Map<String, Double> divergence) {
    double most = 0;
    for (String one : bySource.keySet())
      for (String other : bySource.keySet()) {
        double own = (alone(divergence, one) + alone(divergence, other)) / 2;
        most = Math.max(most, divergence.getOrDefault(one + " / " + other, 0.0) - own);
      }
    return most;
  }

  private static double alone(Map<String, Double> divergence, String source) {
    return divergence.getOrDefault(source + " with itself", 0.0);
  }

  private static String[] recommend(
      double success, Map<String, List<Transition>> bySource, Map<String, Double> divergence) {
    boolean corrected = bySource.keySet().stream().anyMatch(s -> s.endsWith("correction"));
    double apart = disagreement(bySource, divergence);
    if (success == 0)
      return new String[] {
        "sac",
        "nothing in it succeeds: there is nothing to imitate and no reward to value; show the task first"
      };
    if (corrected)
      return new String[] {
        "hil_serl",
        "it has corrections: as experience and as demonstrations they are worth most online"
      };
    if (success < GOOD)
      return new String[] {
        "cal_ql",
        "successes and failures are mixed: values tell them apart, imitation would copy both; iql where there is no robot to go on with"
      };
    if (apart > MIXED)
      return new String[] {
        "iql",
        "in like situations the actions differ: a mean of them, which bc learns, may be neither"
      };
    return new String[] {
      "hil_serl",
      "successes that agree: half of each batch online; bc first, to see how far imitation goes"
    };
  }
}
