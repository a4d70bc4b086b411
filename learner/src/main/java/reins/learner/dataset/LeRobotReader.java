package reins.learner.dataset;

import static reins.learner.dataset.Table.quoted;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reins.contract.data.Transition;
import reins.contract.exchange.Source;

/**
 * Reads a LeRobotDataset v3.0 folder, ours or anybody's.
 *
 * <p>What a folder of others does not say is read into it: where it has no rewards, every episode
 * ended in success; where it has no next state, that of the next row, and a last row that did not
 * end the task is left out, because its value would be its own; all of it is demonstration. Images
 * are read where they lie in the rows; videos are left aside.
 */
public final class LeRobotReader {
  private final Path folder;
  private final JsonNode info;
  private final JsonNode features;
  private final int obsDim;
  private final int actionDim;

  private LeRobotReader(Path folder) {
    this.folder = folder;
    info = json(LeRobotWriter.INFO);
    String version = info.path("codebase_version").asText();
    if (!version.equals(LeRobotWriter.VERSION))
      throw new IllegalArgumentException(
          "%s: %s: codebase_version: expected %s, got '%s'"
              .formatted(folder, LeRobotWriter.INFO, LeRobotWriter.VERSION, version));
    features = info.path("features");
    obsDim = vector(Feature.STATE);
    actionDim = vector(Feature.ACTION);
  }

  /** Errors: {@link IllegalArgumentException} with one line that names folder, file and column. */
  public static Dataset read(Path folder) {
    return new LeRobotReader(folder).read();
  }

  private JsonNode json(String name) {
    try {
      return LeRobotWriter.JSON.readTree(folder.resolve(name).toFile());
    } catch (IOException e) {
      throw new IllegalArgumentException(
          folder + ": " + name + " cannot be read: expected a LeRobot folder");
    }
  }

  private int vector(String feature) {
    JsonNode shape = features.path(feature).path("shape");
    if (shape.size() != 1)
      throw new IllegalArgumentException(
          "%s: %s: features.%s: expected a vector".formatted(folder, LeRobotWriter.INFO, feature));
    return shape.get(0).asInt();
  }

  private Dataset read() {
    List<List<Transition>> episodes = new ArrayList<>();
    try (Table table = new Table();
        ResultSet row =
            table.query(
                "SELECT * FROM read_parquet(["
                    + files("data")
                    + "]) ORDER BY episode_index, frame_index")) {
      Table.attempt(() -> readRows(row, episodes));
    } catch (SQLException e) {
      throw new IllegalArgumentException(folder + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(folder + ": data: " + e.getMessage(), e);
    }
    Dataset all =
        new Dataset(
            task(),
            info.path("robot_type").asText("unknown"),
            Files.exists(folder.resolve(LeRobotWriter.OURS))
                ? json(LeRobotWriter.OURS).path("fingerprint").asText()
                : "",
            info.path("fps").asDouble(),
            names(Feature.STATE, "state", obsDim),
            names(Feature.ACTION, "action", actionDim),
            episodes,
            images(episodes),
            Remark.read(folder.resolve(LeRobotWriter.PERSON)));
    for (int e = 0; e < episodes.size(); e++)
      if (leadsToItself(episodes.get(e))) all = Edits.cut(all, e, 0, episodes.get(e).size() - 1);
    return all;
  }

  private static boolean leadsToItself(List<Transition> episode) {
    Transition last = episode.getLast();
    return episode.size() > 1 && last.mask() == 1 && last.nextObs() == last.obs();
  }

  /** Images that lie in the rows; videos, and files beside the rows, are left aside. */
  private Images images(List<List<Transition>> episodes) {
    List<String> columns = new ArrayList<>();
    for (Map.Entry<String, JsonNode> f : features.properties())
      if (f.getValue().path("dtype").asText().equals("image") && Images.camera(f.getKey()) != null)
        columns.add(f.getKey());
    if (columns.isEmpty()) return Images.NONE;
    JsonNode shape = features.path(columns.getFirst()).path("shape");
    for (String column : columns)
      if (!features.path(column).path("shape").equals(shape))
        throw new IllegalArgumentException(
            "%s: %s: features.%s.shape: expected %s, as %s has it"
                .formatted(folder, LeRobotWriter.INFO, column, shape, columns.getFirst()));
    return new Images(
        columns.stream().map(Images::camera).toList(),
        shape.path(0).asInt(),
        shape.path(1).asInt(),
        pngs(columns, episodes));
  }

  private List<List<byte[][]>> pngs(List<String> columns, List<List<Transition>> episodes) {
    String bytes =
        columns.stream().map(c -> Table.named(c) + ".bytes").collect(Collectors.joining(", "));
    String query =
        "SELECT "
            + bytes
            + " FROM read_parquet(["
            + files("data")
            + "]) ORDER BY episode_index, frame_index";
    try (Table table = new Table();
        ResultSet row = table.query(query)) {
      return Table.attempt(
          () -> {
            List<List<byte[][]>> all = new ArrayList<>();
            for (List<Transition> episode : episodes) {
              List<byte[][]> steps = new ArrayList<>();
              for (int i = 0; i < episode.size() && row.next(); i++) {
                byte[][] cameras = new byte[columns.size()][];
                for (int c = 0; c < cameras.length; c++) cameras[c] = png(row, c, columns.get(c));
                steps.add(cameras);
              }
              all.add(steps);
            }
            return all;
          });
    } catch (SQLException e) {
      throw new IllegalArgumentException(folder + ": data: " + e.getMessage(), e);
    }
  }

  private byte[] png(ResultSet row, int column, String name) throws SQLException {
    byte[] png = row.getBytes(column + 1);
    if (png == null)
      throw new IllegalArgumentException(
          "%s: data: %s: row %d: expected an image in the row"
              .formatted(folder, name, row.getRow()));
    return png;
  }

  private String files(String under) {
    try (Stream<Path> files = Files.walk(folder.resolve(under))) {
      String list =
          files
              .filter(f -> f.toString().endsWith(".parquet"))
              .sorted()
              .map(f -> quoted(f.toString()))
              .collect(Collectors.joining(", "));
      if (list.isEmpty()) throw new IllegalArgumentException("no Parquet file");
      return list;
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot be listed: " + e.getMessage(), e);
    }
  }

  private String task() {
    Path file = folder.resolve("meta/tasks.parquet");
    try (Table table = new Table();
        ResultSet row =
            table.query("SELECT * FROM read_parquet(" + quoted(file.toString()) + ")")) {
      // pandas calls an index without a name so.
      String column = has(row, "task") ? "task" : "__index_level_0__";
      return row.next() ? row.getString(column) : "";
    } catch (SQLException | IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private List<String> names(String feature, String fallback, int length) {
    JsonNode names = features.path(feature).path("names");
    List<String> found = new ArrayList<>();
    // Some writers wrap the list: {"motors": [...]}.
    JsonNode list = names.isObject() && names.size() == 1 ? names.elements().next() : names;
    list.forEach(name -> found.add(name.asText()));
    return found.size() == length ? found : Dataset.numbered(fallback, length);
  }

  private Void readRows(ResultSet row, List<List<Transition>> episodes) throws SQLException {
    boolean rewarded = has(row, Feature.REWARD);
    List<Row> rows = new ArrayList<>();
    while (row.next()) {
      Row next = new Row(row);
      if (!rows.isEmpty() && rows.getLast().episode != next.episode) {
        episodes.add(episode(rows, rewarded));
        rows.clear();
      }
      rows.add(next);
    }
    if (!rows.isEmpty()) episodes.add(episode(rows, rewarded));
    return null;
  }

  private static List<Transition> episode(List<Row> rows, boolean rewarded) {
    List<Transition> steps = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      boolean last = i == rows.size() - 1;
      steps.add(rows.get(i).transition(last ? rows.get(i) : rows.get(i + 1), i, last, rewarded));
    }
    return steps;
  }

  private static boolean has(ResultSet row, String column) throws SQLException {
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++)
      if (row.getMetaData().getColumnName(i).equals(column)) return true;
    return false;
  }

  /** One row as far as it says anything. */
  private final class Row {
    final long episode;
    final float[] state;
    final float[] action;
    final float[] proposed;
    final float[] nextState;
    final float reward;
    final boolean done;
    final Boolean success;
    final boolean truncated;
    final Source source;
    final boolean demonstration;
    final long policyVersion;
    final double timestamp_s;

    Row(ResultSet row) throws SQLException {
      episode = row.getLong("episode_index");
      timestamp_s = has(row, "timestamp") ? row.getDouble("timestamp") : 0;
      state = floats(row, Feature.STATE, obsDim);
      action = floats(row, Feature.ACTION, actionDim);
      proposed = has(row, Feature.PROPOSED) ? floats(row, Feature.PROPOSED, actionDim) : action;
      nextState = has(row, Feature.NEXT_STATE) ? floats(row, Feature.NEXT_STATE, obsDim) : null;
      reward = has(row, Feature.REWARD) ? number(row, Feature.REWARD) : 0;
      done = has(row, Feature.DONE) && row.getBoolean(Feature.DONE);
      success = has(row, Feature.SUCCESS) ? row.getBoolean(Feature.SUCCESS) : null;
      truncated = has(row, Feature.TRUNCATED) && row.getBoolean(Feature.TRUNCATED);
      source = has(row, Feature.SOURCE) ? source(row.getLong(Feature.SOURCE)) : Source.PERSON;
      demonstration = !has(row, Feature.DEMONSTRATION) || row.getBoolean(Feature.DEMONSTRATION);
      policyVersion = has(row, Feature.POLICY_VERSION) ? row.getLong(Feature.POLICY_VERSION) : 0;
    }

    Transition transition(Row next, int step, boolean last, boolean rewarded) {
      boolean end = last && (done || !rewarded);
      boolean solved = success != null ? success : end && (!rewarded || reward > 0);
      return new Transition(
          state,
          action,
          proposed,
          rewarded ? reward : solved ? 1 : 0,
          end && !truncated ? 0 : 1,
          done || end,
          nextState != null ? nextState : next.state,
          source,
          policyVersion,
          episode,
          step,
          demonstration,
          solved,
          Math.round(timestamp_s * 1e9),
          false);
    }
  }

  private static Source source(long ordinal) {
    if (ordinal < 0 || ordinal >= Source.values().length)
      throw new IllegalArgumentException(Feature.SOURCE + ": unknown value " + ordinal);
    return Source.values()[(int) ordinal];
  }

  private static float number(ResultSet row, String column) throws SQLException {
    return floats(row, column, 1)[0];
  }

  private static float[] floats(ResultSet row, String column, int length) throws SQLException {
    Object[] values =
        row.getObject(column) instanceof Array array
            ? (Object[]) array.getArray()
            : new Object[] {row.getObject(column)};
    if (values.length != length)
      throw new IllegalArgumentException(
          column + ": expected " + length + " numbers, got " + values.length);
    float[] floats = new float[length];
    for (int i = 0; i < length; i++) floats[i] = finite(values[i], column);
    return floats;
  }

  private static float finite(Object value, String column) {
    float number = value instanceof Number n ? n.floatValue() : Float.NaN;
    if (!Float.isFinite(number))
      throw new IllegalArgumentException(column + ": expected finite numbers, got " + value);
    return number;
  }
}
