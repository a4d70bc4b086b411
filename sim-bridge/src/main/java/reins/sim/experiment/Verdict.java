package reins.sim.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import reins.sim.report.Intervals;

/** Whether the reference beats an imitator: what the figures say, and no more. */
final class Verdict {
  private static final double ALMOST_ALL = 0.95;

  /** Of its steps, after which a training that rises so much more had not come to its end. */
  private static final double LATE = 2.0 / 3;

  private static final double RISES = 0.05;

  private Verdict() {}

  /** A sentence for each task that both were trained on, and one for all of them. */
  static List<String> of(List<List<Summary>> tasks, String imitator) {
    List<Summary> mine = named(tasks, Contender.REFERENCE);
    List<Summary> others = named(tasks, imitator);
    List<String> lines = new ArrayList<>();
    if (others.isEmpty() || mine.isEmpty()) return lines;
    for (int i = 0; i < mine.size(); i++)
      lines.add(line(mine.get(i).task(), mine.subList(i, i + 1), others.subList(i, i + 1)));
    if (mine.size() > 1) lines.add(line("all tasks", mine, others));
    return lines;
  }

  private static List<Summary> named(List<List<Summary>> tasks, String contender) {
    return tasks.stream()
        .flatMap(List::stream)
        .filter(s -> s.contender().name().equals(contender))
        .toList();
  }

  private static String line(String where, List<Summary> mine, List<Summary> others) {
    double[][] x = scores(mine);
    double[][] y = scores(others);
    Intervals.Interval better = Intervals.improvement(x, y);
    Intervals.Interval other = Intervals.overTasks(y);
    String name = others.getFirst().contender().name();
    String text =
        "%s: %s: %s with %s human steps against %s with %s"
            .formatted(
                where,
                judgement(better, other, name),
                share(Intervals.overTasks(x)),
                human(mine),
                share(other),
                human(others));
    if (mine.size() > 1) return text + ".";
    Summary one = mine.getFirst();
    return text
        + "; its solved episodes take %s s against %s."
            .formatted(cycle(one), cycle(others.getFirst()))
        + (other.value() > ALMOST_ALL ? "" : rising(one));
  }

  private static String cycle(Summary of) {
    Intervals.Interval i = of.interval(Outcome::cycle_s);
    return String.format(Locale.ROOT, "%.2f (%.2f-%.2f)", i.value(), i.low(), i.high());
  }

  /** Whoever has not come to the end of its learning is not known yet. */
  private static String rising(Summary of) {
    double then = of.middle(run -> run.successAt(LATE * run.env_steps()));
    if (of.success().value() - then < RISES) return "";
    return String.format(
        Locale.ROOT,
        " %s was still rising when its steps ended: %.3f after two thirds of them.",
        Contender.REFERENCE,
        then);
  }

  private static String judgement(
      Intervals.Interval better, Intervals.Interval other, String imitator) {
    if (better.low() > 0.5) return Contender.REFERENCE + " beats " + imitator;
    if (better.high() < 0.5) return imitator + " beats " + Contender.REFERENCE;
    return "these seeds do not tell %s from %s%s"
        .formatted(
            Contender.REFERENCE,
            imitator,
            other.value() > ALMOST_ALL ? ", which leaves little to gain" : "");
  }

  private static double[][] scores(List<Summary> summaries) {
    return summaries.stream().map(Summary::scores).toArray(double[][]::new);
  }

  private static String share(Intervals.Interval i) {
    return String.format(Locale.ROOT, "%.3f (%.3f-%.3f)", i.value(), i.low(), i.high());
  }

  /** Mean over tasks of what the seeds' middle used. */
  private static String human(List<Summary> summaries) {
    return String.format(
        Locale.ROOT,
        "%.0f",
        summaries.stream()
            .mapToDouble(s -> s.middle(Outcome::human_steps))
            .average()
            .orElseThrow());
  }
}
