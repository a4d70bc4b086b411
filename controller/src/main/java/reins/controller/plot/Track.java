package reins.controller.plot;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import reins.contract.config.ConfigException;

/**
 * The columns of a black box file: a first line that says why it was written, a line of names, one
 * line per tick, oldest first. Columns are asked for by name; others are nobody's business here.
 *
 * <p>Errors: {@link ConfigException} naming file and line. Threads: immutable.
 */
public final class Track {
  private static final String STAMP = "stamp_ns";
  private static final long TICKS_MAX = 10_000_000;

  private final String why;
  private final List<String> names;
  private final double[][] columns;

  private Track(String why, List<String> names, double[][] columns) {
    this.why = why;
    this.names = names;
    this.columns = columns;
  }

  /** Reads a file. */
  public static Track read(Path file) {
    try (BufferedReader in = Files.newBufferedReader(file)) {
      String line = in.readLine();
      String why = line != null && line.startsWith("#") ? line.substring(1).strip() : "";
      if (line != null && line.startsWith("#")) line = in.readLine();
      if (line == null || !List.of(line.split(",")).contains(STAMP))
        throw new ConfigException(
            file + ": expected a black box: a line of column names with " + STAMP);
      List<String> names = List.of(line.split(","));
      return new Track(why, names, columns(file, in, names.size()));
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read: " + e.getMessage());
    }
  }

  private static double[][] columns(Path file, BufferedReader in, int width) throws IOException {
    List<double[]> rows = new ArrayList<>();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.isBlank()) continue;
      String[] cells = line.split(",", -1);
      if (cells.length != width || rows.size() >= TICKS_MAX)
        throw new ConfigException(
            "%s: tick %d: expected %d columns, got %d"
                .formatted(file, rows.size() + 1, width, cells.length));
      rows.add(row(file, rows.size() + 1, cells));
    }
    if (rows.isEmpty()) throw new ConfigException(file + ": holds no tick");
    double[][] columns = new double[width][rows.size()];
    for (int c = 0; c < width; c++)
      for (int r = 0; r < rows.size(); r++) columns[c][r] = rows.get(r)[c];
    return columns;
  }

  private static double[] row(Path file, int tick, String[] cells) {
    try {
      return Arrays.stream(cells).mapToDouble(Double::parseDouble).toArray();
    } catch (NumberFormatException e) {
      throw new ConfigException(file + ": tick " + tick + ": expected numbers: " + e.getMessage());
    }
  }

  /** Why it was written. */
  public String why() {
    return why;
  }

  /** Number of ticks. */
  public int ticks() {
    return columns[0].length;
  }

  /** [ticks] a column, or null where the file has none of that name. */
  public double[] column(String name) {
    int at = names.indexOf(name);
    return at < 0 ? null : columns[at];
  }

  /**
   * Columns {@code name_1}, {@code name_2}, ... or {@code name_x}, ...: those that hold anything
   * but zeros and NaN, as the unused joints of a smaller arm do.
   */
  public List<String> group(String name) {
    return names.stream()
        .filter(n -> n.startsWith(name + "_") && n.length() == name.length() + 2)
        .filter(n -> Arrays.stream(column(n)).anyMatch(v -> Double.isFinite(v) && v != 0))
        .toList();
  }

  /** [ticks] time before the last tick, so that the fault is at 0. */
  public double[] time_s() {
    double[] stamp_ns = column(STAMP);
    double last_ns = stamp_ns[stamp_ns.length - 1];
    return Arrays.stream(stamp_ns).map(t -> (t - last_ns) * 1e-9).toArray();
  }
}
