package reins.sim.bench.rt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The safepoints of a JVM as it logs them with {@code -Xlog:safepoint:file=F:timenanos}; its stamps
 * are {@link System#nanoTime}'s, hence this machine's.
 *
 * <p>Errors: {@link UncheckedIOException} naming the file.
 */
final class SafepointLog {
  private static final Pattern LINE =
      Pattern.compile("\\[(\\d+)ns\\] Safepoint \"([^\"]+)\".* Total: +(\\d+) ns.*");

  private final List<Safepoint> safepoints = new ArrayList<>();

  /** One stop of all Java threads. */
  record Safepoint(long end_ns, String why, long took_ns) {}

  /** Reads those that lie within a stretch of time. */
  SafepointLog(Path file, long from_ns, long to_ns) {
    try {
      for (String line : Files.readAllLines(file)) take(line, from_ns, to_ns);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read", e);
    }
  }

  private void take(String line, long from_ns, long to_ns) {
    Matcher m = LINE.matcher(line);
    if (!m.matches()) return;
    long end_ns = Long.parseLong(m.group(1));
    if (end_ns < from_ns || end_ns > to_ns) return;
    safepoints.add(new Safepoint(end_ns, m.group(2), Long.parseLong(m.group(3))));
  }

  int count() {
    return safepoints.size();
  }

  /** The longest; 0 where there was none. */
  double max_us() {
    return safepoints.stream().mapToLong(Safepoint::took_ns).max().orElse(0) * 1e-3;
  }

  /** Whether one overlaps this stretch of time. */
  boolean within(long from_ns, long to_ns) {
    return safepoints.stream().anyMatch(s -> s.end_ns >= from_ns && s.end_ns - s.took_ns <= to_ns);
  }
}
