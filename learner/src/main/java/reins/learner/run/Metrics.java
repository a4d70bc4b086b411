package reins.learner.run;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import reins.learner.algo.UpdateStats;

/**
 * Metrics of a run as JSON lines and TensorBoard events, one of about every {@value #EVERY}
 * gradient steps; the newest is kept for progress displays.
 *
 * <p>Threads: the learner's; {@link #latest} any.
 */
public final class Metrics implements AutoCloseable {
  private static final int EVERY = 100;

  private final BufferedWriter lines; // null: nothing is written
  private final EventFile events;
  private volatile UpdateStats latest;
  private long writtenAt;
  private long writtenAt_ns = System.nanoTime();

  /** Appends to a run's metrics. */
  public Metrics(RunFolder run) {
    Path file = run.file("metrics.jsonl");
    if (file == null) {
      lines = null;
      events = null;
      return;
    }
    double wall_s = System.currentTimeMillis() / 1e3;
    try {
      cutTornLine(file);
      lines = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    }
    // The process too: two starts in one second are two files.
    String name =
        "events.out.tfevents.%010d.reins.%d"
            .formatted(System.currentTimeMillis() / 1000, ProcessHandle.current().pid());
    events = new EventFile(run.file(name), wall_s);
  }

  /** A process that was killed may have left half of its last line: the next would go on in it. */
  private static void cutTornLine(Path file) throws IOException {
    if (!Files.exists(file)) return;
    try (RandomAccessFile end = new RandomAccessFile(file.toFile(), "rw")) {
      long whole = end.length();
      while (whole > 0 && !endsLine(end, whole)) whole--;
      end.setLength(whole);
    }
  }

  private static boolean endsLine(RandomAccessFile file, long at) throws IOException {
    file.seek(at - 1);
    return file.read() == '\n';
  }

  /** Takes one update's metrics and says whether it wrote a line. */
  public boolean log(UpdateStats stats) {
    boolean first = latest == null;
    latest = stats;
    if (first) writtenAt = stats.updates();
    if (lines == null || stats.updates() - writtenAt < EVERY) return false;
    long now_ns = System.nanoTime();
    Map<String, Double> values = new LinkedHashMap<>(stats.values());
    values.put("updates_per_s", (stats.updates() - writtenAt) / ((now_ns - writtenAt_ns) / 1e9));
    writtenAt = stats.updates();
    writtenAt_ns = now_ns;
    write(stats.updates(), values);
    return true;
  }

  private void write(long updates, Map<String, Double> values) {
    double wall_s = System.currentTimeMillis() / 1e3;
    StringBuilder line = new StringBuilder("{\"wall_s\":").append(wall_s);
    line.append(",\"updates\":").append(updates);
    values.forEach(
        (name, value) -> line.append(",\"").append(name).append("\":").append(json(value)));
    try {
      lines.append(line.append("}\n"));
      lines.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("metrics.jsonl: " + e.getMessage(), e);
    }
    events.scalars(wall_s, updates, values);
  }

  private static String json(double value) {
    return Double.isFinite(value) ? Double.toString(value) : "null";
  }

  /** The newest update's metrics; {@code null} before the first. */
  public UpdateStats latest() {
    return latest;
  }

  @Override
  public void close() {
    if (lines == null) return;
    try {
      lines.close();
    } catch (IOException e) {
      throw new UncheckedIOException("metrics.jsonl: " + e.getMessage(), e);
    }
    events.close();
  }
}
