package reins.sim.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;

/**
 * Results for scripts: one flat JSON object per line, keys with units, appended to a file as they
 * become known.
 *
 * <p>Errors: {@link UncheckedIOException} naming the file.
 */
public final class JsonLines {
  private final Path file;

  /**
   * Starts the file anew.
   *
   * @param file null: lines go nowhere
   */
  public JsonLines(Path file) {
    this.file = file;
    if (file == null) return;
    try {
      Files.writeString(file, "");
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be written", e);
    }
  }

  /** Appends one line; values are numbers, booleans or text, in the map's order. */
  public void add(Map<String, ?> values) {
    if (file == null) return;
    try {
      Files.writeString(file, line(values) + "\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be written", e);
    }
  }

  static String line(Map<String, ?> values) {
    StringBuilder text = new StringBuilder("{");
    values.forEach(
        (key, value) ->
            text.append(text.length() > 1 ? ", " : "")
                .append('"')
                .append(key)
                .append("\": ")
                .append(json(value)));
    return text.append('}').toString();
  }

  private static String json(Object value) {
    return switch (value) {
      case Double d when !Double.isFinite(d) -> "null";
      case Double d -> String.format(Locale.ROOT, "%.6g", d);
      case Number n -> n.toString();
      case Boolean b -> b.toString();
      case null -> "null";
      default ->
          '"'
              + value.toString().replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
              + '"';
    };
  }
}
