package reins.sim.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import reins.sim.report.Intervals;

/** An experiment as one page of HTML that needs nothing beside it. */
final class Page {
  private static final String STYLE =
      """
      body{font:15px/1.5 sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:#222}
      table{border-collapse:collapse;margin:1rem 0}td,th{padding:.25rem .7rem;border-bottom:1px solid #ddd;text-align:right}
      td:first-child,th:first-child{text-align:left}img{max-width:100%}code{background:#f3f3f3;padding:.1rem .3rem}
      small{color:#666}
      """;
  private static final String HEAD =
      "<tr><th>contender</th><th>solved (IQM)</th><th>95 % interval</th><th>steps to 80 %</th><th>steps to 95 %</th>"
          + "<th>minutes to 80 %</th><th>minutes to 95 %</th><th>human steps</th><th>cycle, s</th><th>cycle / demonstration</th></tr>";

  private final StringBuilder html = new StringBuilder();

  private Page() {}

  /**
   * Writes the page; the pictures lie in the folder as {@code TASK-success.png} and {@code
   * TASK-help.png}.
   */
  static void write(Path folder, String title, String how, List<List<Summary>> tasks) {
    Page page = new Page();
    page.add(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>%s</title><style>%s</style>",
        escape(title), STYLE);
    page.add("<h1>%s</h1><p><code>%s</code></p>", escape(title), escape(how));
    page.add(
        "<p>Interquartile means over seeds with 95 %% stratified-bootstrap intervals (Agarwal et al. 2021)."
            + " Steps are policy steps, demonstrations included; minutes are the robot's time, resets included."
            + " A share is reached at the first of two checks in a row that found it; every 500 steps, 50 episodes, of ten where fewer than half of"
            + " those are solved. A fraction in brackets says how many seeds got there; a dash, that the interquartile mean did not. The cycle is that of"
            + " solved episodes: where few are, of the easy ones. Commits: %s.</p>",
        String.join(", ", commits(tasks)));
    page.verdicts(tasks);
    for (List<Summary> task : tasks) page.task(folder, task);
    page.add("<h2>Contenders</h2><ul>");
    tasks
        .getFirst()
        .forEach(
            s ->
                page.add(
                    "<li><b>%s</b>: %s</li>", s.contender().name(), escape(s.contender().says())));
    page.add("</ul></html>");
    Path file = folder.resolve("report.html");
    try {
      Files.writeString(file, page.html);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be written", e);
    }
  }

  private void verdicts(List<List<Summary>> tasks) {
    add(
        "<h2>All tasks</h2><table><tr><th>contender</th><th>solved (IQM)</th><th>95 %% interval</th><th>%s is better</th></tr>",
        Contender.REFERENCE);
    double[][] reference = scores(tasks, Contender.REFERENCE);
    for (Summary s : tasks.getFirst()) {
      double[][] runs = scores(tasks, s.contender().name());
      Intervals.Interval all = Intervals.overTasks(runs);
      add(
          "<tr><td>%s</td><td>%.3f</td><td>%.3f-%.3f</td><td>%s</td></tr>",
          s.contender().name(),
          all.value(),
          all.low(),
          all.high(),
          reference.length == 0 ? "" : percent(Intervals.improvement(reference, runs)));
    }
    add(
        "</table><p><small>The last column is the probability that a run of %s solves more than a run of the contender, ties half.</small></p>",
        Contender.REFERENCE);
    if (reference.length == 0) return;
    add("<ul>");
    for (String imitator : List.of("bc", "hg_dagger"))
      Verdict.of(tasks, imitator).forEach(line -> add("<li>%s</li>", escape(line)));
    add("</ul>");
  }

  private static List<String> commits(List<List<Summary>> tasks) {
    return tasks.stream()
        .flatMap(List::stream)
        .flatMap(s -> s.runs().stream())
        .map(Outcome::commit)
        .distinct()
        .sorted()
        .toList();
  }

  private static double[][] scores(List<List<Summary>> tasks, String contender) {
    return tasks.stream()
        .flatMap(List::stream)
        .filter(s -> s.contender().name().equals(contender))
        .map(Summary::scores)
        .toArray(double[][]::new);
  }

  private void task(Path folder, List<Summary> summaries) {
    String task = summaries.getFirst().task();
    add("<h2>%s</h2><table>%s", task, HEAD);
    summaries.forEach(this::row);
    add("</table>");
    for (String picture : List.of("success", "help"))
      add(
          "<img alt=\"%s, %s\" src=\"data:image/png;base64,%s\">",
          task, picture, base64(folder.resolve(task + "-" + picture + ".png")));
  }

  private void row(Summary s) {
    Intervals.Interval success = s.success();
    add(
        "<tr><td>%s</td><td>%.3f</td><td>%.3f-%.3f</td>",
        s.contender().name(), success.value(), success.low(), success.high());
    int n = s.runs().size();
    for (double share : new double[] {Summary.GOOD, Summary.MASTERED})
      add(
          "<td>%s <small>(%d/%d)</small></td>",
          range(s.interval(run -> run.stepsTo(share))), s.reached(share), n);
    for (double share : new double[] {Summary.GOOD, Summary.MASTERED})
      add("<td>%s</td>", decimal(s.middle(run -> run.minutesTo(share))));
    add(
        "<td>%s</td><td>%s</td><td>%s</td></tr>",
        whole(s.middle(Outcome::human_steps)),
        decimal(s.middle(Outcome::cycle_s)),
        decimal(s.cycleOverDemonstration()));
  }

  private void add(String format, Object... values) {
    html.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static String range(Intervals.Interval i) {
    return Double.isFinite(i.value())
        ? "%s <small>%s-%s</small>".formatted(whole(i.value()), whole(i.low()), whole(i.high()))
        : "-";
  }

  private static String whole(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.0f", value) : "-";
  }

  private static String decimal(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.2f", value) : "-";
  }

  private static String percent(Intervals.Interval i) {
    return String.format(
        Locale.ROOT, "%.0f %% (%.0f-%.0f)", 100 * i.value(), 100 * i.low(), 100 * i.high());
  }

  private static String base64(Path png) {
    try {
      return Base64.getEncoder().encodeToString(Files.readAllBytes(png));
    } catch (IOException e) {
      throw new UncheckedIOException(png + ": cannot be read", e);
    }
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
