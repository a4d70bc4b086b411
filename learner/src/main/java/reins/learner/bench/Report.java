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
    out.printf("%-24s %5s %-46s %21s  %s%n", "case", "cores", "who", "update_ms", "ratio to peer");
  }

  /** A line of a script's file, begun. */
  static ObjectNode line(String theCase, String who) {
    return JSON.createObjectNode().put("bench", "learner").put("case", theCase).put("who", who);
  }

  /** Somebody whom the others are measured by. */
  void peer(String theCase, int cores, String who, Rounds.Spread update_ms) {
    print(theCase, cores, who, update_ms, "");
    add(times(theCase, cores, who, update_ms));
  }

  /**
   * Ours beside the peer's.
   *
   * @param ratio of the times, round by round; null: there was no peer
   * @param bar what the ratio must not exceed
   */
  void ours(String theCase, int cores, Rounds.Spread update_ms, Rounds.Spread ratio, double bar) {
    ObjectNode line = times(theCase, cores, "reins", update_ms);
    String text = "no peer: apt-get install python3-torch libopenblas0-openmp";
    if (ratio != null) {
      line.put("ratio", ratio.median()).put("ratio_low", ratio.low());
      line.put("ratio_high", ratio.high()).put("bar", bar);
      text =
          String.format(
              Locale.ROOT,
              "%.3f [%.3f, %.3f]  bar %.2f %s",
              ratio.median(),
              ratio.low(),
              ratio.high(),
              bar,
              ratio.median() <= bar ? "met" : "MISSED");
    }
    print(theCase, cores, "reins", update_ms, text);
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
        "%-24s %5d %-46s %7.2f [%5.2f, %5.2f]  %s%n",
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
