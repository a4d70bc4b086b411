package reins.learner.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** What the benchmark found: a table for people, a line of JSON for scripts. */
final class Report {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintStream out = System.out;
  private final Path file;

  /**
   * @param file null: no JSON
   */
  Report(Path file) {
    this.file = file;
    write("", StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
    out.printf("%-18s %5s %-68s %24s  %s%n", "case", "cores", "who", "update_ms", "reins / who");
  }

  /** A line of a script's file, begun. */
  static ObjectNode line(String theCase, String who) {
    return JSON.createObjectNode().put("bench", "learner").put("case", theCase).put("who", who);
  }

  /** Ours; the others' lines say how it compares. */
  void ours(String theCase, int cores, Rounds.Spread update_ms, boolean judged) {
    String lacking = "no peer: apt-get install python3-torch libopenblas0-openmp";
    print(theCase, cores, "reins", update_ms, judged ? "" : lacking);
    add(times(theCase, cores, "reins", update_ms));
  }

  /**
   * Somebody beside whom ours is held.
   *
   * @param ratio of our time to theirs, round by round
   * @param bar what the ratio must not exceed; null: no bar
   */
  void other(
      String theCase,
      int cores,
      String who,
      Rounds.Spread update_ms,
      Rounds.Spread ratio,
      Double bar) {
    boolean met = bar != null && ratio.median() <= bar;
    ObjectNode line = times(theCase, cores, who, update_ms).put("ratio", ratio.median());
    line.put("ratio_low", ratio.low()).put("ratio_high", ratio.high());
    if (bar != null) line.put("bar", bar).put("met", met);
    String range =
        String.format(Locale.ROOT, "%.3f [%.3f, %.3f]", ratio.median(), ratio.low(), ratio.high());
    String verdict =
        bar == null ? "" : String.format(Locale.ROOT, "  bar %.2f %s", bar, met ? "MET" : "MISSED");
    print(theCase, cores, who, update_ms, range + verdict);
    add(line);
  }

  private static ObjectNode times(String theCase, int cores, String who, Rounds.Spread update_ms) {
    ObjectNode line = line(theCase, who).put("threads", cores);
    line.put("update_ms", update_ms.median());
    return line.put("update_low_ms", update_ms.low()).put("update_high_ms", update_ms.high());
  }

  private void print(String theCase, int cores, String who, Rounds.Spread ms, String ratio) {
    out.printf(
        Locale.ROOT,
        "%-18s %5d %-68s %8.2f [%6.2f, %6.2f]  %s%n",
        theCase,
        cores,
        who,
        ms.median(),
        ms.low(),
        ms.high(),
        ratio);
  }

  /** A sentence for people. */
  void say(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }

  /** A line for scripts. */
  void add(ObjectNode line) {
    write(line + "\n", StandardOpenOption.APPEND);
  }

  private void write(String text, StandardOpenOption... options) {
    if (file == null) return;
    StandardOpenOption[] all = java.util.Arrays.copyOf(options, options.length + 1);
    all[options.length] = StandardOpenOption.WRITE;
    try {
      Files.writeString(file, text, all);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be written: " + e.getMessage(), e);
    }
  }
}
