package reins.learner.dataset;

import static reins.learner.dataset.Table.named;
import static reins.learner.dataset.Table.quoted;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks for what is wrong with a LeRobot folder; every finding names file and row.
 *
 * <p>Source: LeRobot's own tolerance of time stamps, 1e-4 s.
 */
public final class Validation {
  private static final double TOLERANCE_S = 1e-4;
  private static final int EACH_AT_MOST = 5;

  private final Path folder;
  private final List<String> findings = new ArrayList<>();
  private JsonNode info;

  private Validation(Path folder) {
    this.folder = folder;
  }

  /** Everything that is wrong, a line each; empty: nothing. */
  public static List<String> of(Path folder) {
    Validation validation = new Validation(folder);
    try (Table table = new Table()) {
      validation.look(table);
    } catch (IllegalArgumentException e) {
      validation.findings.add(e.getMessage());
    } catch (IOException e) {
      validation.findings.add(LeRobotWriter.INFO + ": " + e.getMessage());
    }
    return List.copyOf(validation.findings);
  }

  private void look(Table table) throws IOException {
    Path file = folder.resolve(LeRobotWriter.INFO);
    if (!Files.isRegularFile(file))
      throw new IllegalArgumentException(LeRobotWriter.INFO + ": no such file in " + folder);
    info = LeRobotWriter.JSON.readTree(file.toFile());
    expect("codebase_version", LeRobotWriter.VERSION, info.path("codebase_version").asText());
    open(table, "data");
    open(table, "meta/episodes");
    columns(table);
    counts(table);
    order(table);
    if (findings.isEmpty()) images(table);
  }

  private void open(Table table, String under) {
    String files;
    try (Stream<Path> all = Files.walk(folder.resolve(under))) {
      files =
          all.filter(f -> f.toString().endsWith(".parquet"))
              .sorted()
              .map(f -> quoted(f.toString()))
              .collect(Collectors.joining(", "));
    } catch (IOException e) {
      throw new IllegalArgumentException(under + ": cannot be listed in " + folder, e);
    }
    if (files.isEmpty())
      throw new IllegalArgumentException(under + ": no Parquet file in " + folder);
    try {
      table.execute(
          "CREATE VIEW %s AS SELECT * FROM read_parquet([%s], filename = true, file_row_number = true)"
              .formatted(named(under), files));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(under + ": " + e.getMessage(), e);
    }
  }

  private void expect(String key, Object expected, Object got) {
    if (!expected.equals(got))
      findings.add("%s: %s: expected %s, got %s".formatted(LeRobotWriter.INFO, key, expected, got));
  }

  /** Each feature has its column, and that only finite numbers, as many as its shape says. */
  private void columns(Table table) {
    List<String> there = names(table);
    for (Map.Entry<String, JsonNode> feature : info.path("features").properties()) {
      String name = feature.getKey();
      String dtype = feature.getValue().path("dtype").asText();
      if (dtype.equals("video")) continue;
      if (!there.contains(name))
        findings.add("%s: features.%s: no such column in data".formatted(LeRobotWriter.INFO, name));
      else if (dtype.startsWith("float")) numbers(table, name, feature.getValue().path("shape"));
      else rows(table, named(name) + " IS NULL", name + ": expected a value");
    }
  }

  private List<String> names(Table table) {
    List<String> names = new ArrayList<>();
    return Table.attempt(
        () -> {
          try (ResultSet row = table.query("DESCRIBE data")) {
            while (row.next()) names.add(row.getString(1));
          }
          return names;
        });
  }

  private void numbers(Table table, String name, JsonNode shape) {
    int n = shape.path(0).asInt(1);
    String column = named(name);
    boolean list = shape.size() == 1 && n > 1 || isList(table, column);
    if (!list) {
      rows(
          table,
          "NOT coalesce(isfinite(" + column + "), false)",
          name + ": expected a finite number");
      return;
    }
    rows(table, "coalesce(len(" + column + "), 0) <> " + n, name + ": expected " + n + " numbers");
    for (int i = 1; i <= n; i++)
      rows(
          table,
          "len(%s) = %d AND NOT coalesce(isfinite(%s[%d]), false)".formatted(column, n, column, i),
          "%s[%d]: expected a finite number".formatted(name, i - 1));
  }

  private static boolean isList(Table table, String column) {
    return Table.attempt(
        () -> {
          try (ResultSet row = table.query("SELECT typeof(" + column + ") FROM data LIMIT 1")) {
            return row.next() && row.getString(1).contains("[");
          }
        });
  }

  private void counts(Table table) {
    expect(
        "total_frames",
        info.path("total_frames").asLong(),
        number(table, "SELECT count(*) FROM data"));
    expect(
        "total_episodes",
        info.path("total_episodes").asLong(),
        number(table, "SELECT count(*) FROM \"meta/episodes\""));
    found(
        table,
        """
        SELECT e.filename, e.file_row_number, 'episode ' || e.episode_index || ': length ' || e.length || ', rows '
          || e.dataset_from_index || ' to ' || e.dataset_to_index || ', but data has ' || coalesce(d.n, 0) || ' from ' || coalesce(d.first, -1)
        FROM "meta/episodes" e LEFT JOIN (SELECT episode_index, count(*) AS n, min(index) AS first FROM data GROUP BY episode_index) d
          ON d.episode_index = e.episode_index
        WHERE coalesce(d.n, 0) <> e.length OR d.first <> e.dataset_from_index OR e.dataset_to_index - e.dataset_from_index <> e.length""");
  }

  /** Rows follow on one another, in number and in time. */
  private void order(Table table) {
    found(
        table,
        """
        SELECT filename, file_row_number, 'index: expected ' || n || ', got ' || index FROM
          (SELECT *, row_number() OVER (ORDER BY episode_index, frame_index) - 1 AS n FROM data) WHERE index <> n""");
    found(
        table,
        """
        SELECT filename, file_row_number, 'frame_index: expected ' || n || ', got ' || frame_index FROM
          (SELECT *, row_number() OVER (PARTITION BY episode_index ORDER BY frame_index) - 1 AS n FROM data) WHERE frame_index <> n""");
    found(
        table,
        """
        SELECT filename, file_row_number, 'timestamp: expected ' || round(frame_index / %s, 4) || ' s, got ' || timestamp FROM data
        WHERE abs(timestamp - frame_index / %s) > %s"""
            .formatted(fps(), fps(), TOLERANCE_S));
    if (names(table).contains(Feature.DONE))
      found(
          table,
          """
          SELECT filename, file_row_number, 'next.done: true in the middle of episode ' || episode_index FROM
            (SELECT *, max(frame_index) OVER (PARTITION BY episode_index) AS last FROM data) WHERE "next.done" AND frame_index < last""");
  }

  private double fps() {
    double fps = info.path("fps").asDouble();
    if (!(fps > 0))
      throw new IllegalArgumentException(LeRobotWriter.INFO + ": fps: expected a number > 0");
    return fps;
  }

  private void images(Table table) {
    for (Map.Entry<String, JsonNode> feature : info.path("features").properties()) {
      if (!feature.getValue().path("dtype").asText().equals("image")) continue;
      int height = feature.getValue().path("shape").path(0).asInt();
      int width = feature.getValue().path("shape").path(1).asInt();
      String name = feature.getKey();
      Table.attempt(
          () -> {
            try (ResultSet row =
                table.query(
                    "SELECT filename, file_row_number, " + named(name) + ".bytes FROM data")) {
              while (row.next()) image(row, height, width, name);
            }
            return null;
          });
    }
  }

  private void image(ResultSet row, int height, int width, String name) throws SQLException {
    try {
      byte[] png = row.getBytes(3);
      if (png != null) Images.rgb(png, height, width, name);
    } catch (IllegalArgumentException e) {
      findings.add(place(row) + e.getMessage());
    }
  }

  private void rows(Table table, String wrong, String finding) {
    found(
        table,
        "SELECT filename, file_row_number, %s FROM data WHERE %s"
            .formatted(quoted(finding), wrong));
  }

  private void found(Table table, String query) {
    Table.attempt(
        () -> {
          try (ResultSet row =
              table.query("SELECT * FROM (" + query + ") ORDER BY 1, 2 LIMIT " + EACH_AT_MOST)) {
            while (row.next()) findings.add(place(row) + row.getString(3));
          }
          return null;
        });
  }

  private String place(ResultSet row) throws SQLException {
    Path file = folder.relativize(Path.of(row.getString(1)));
    return "%s: row %d: ".formatted(file, row.getLong(2));
  }

  private static long number(Table table, String query) {
    return Table.attempt(
        () -> {
          try (ResultSet row = table.query(query)) {
            row.next();
            return row.getLong(1);
          }
        });
  }
}
