package reins.learner.dataset;

import static reins.learner.dataset.Table.named;
import static reins.learner.dataset.Table.quoted;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBAppender;
import reins.contract.data.Transition;

/**
 * Writes a dataset as a LeRobotDataset v3.0 folder.
 *
 * <pre>
 *   meta/info.json                            features, sizes, paths
 *   meta/stats.json                           least, greatest, mean, spread, quantiles
 *   meta/tasks.parquet                        the task in words, indexed by it as pandas does
 *   meta/episodes/chunk-000/file-000.parquet  where each episode's rows are
 *   meta/reins.json                           the policy contract, which LeRobot does not know
 *   data/chunk-000/file-000.parquet           one row for each step
 * </pre>
 *
 * <p>Source: huggingface/lerobot, src/lerobot/datasets (utils.py, dataset_metadata.py, io_utils.py)
 * at v3.0 of the format.
 */
final class LeRobotWriter {
  static final String VERSION = "v3.0";
  static final String INFO = "meta/info.json";
  static final String OURS = "meta/reins.json";
  private static final String FILE = "chunk-000/file-000.parquet";
  private static final String[] QUANTILES = {"0.01", "0.10", "0.50", "0.90", "0.99"};

  /** How pandas writes which column is the index. */
  private static final String TASK_INDEX =
      "{\"index_columns\": [\"task\"], \"column_indexes\": [{\"name\": null, \"field_name\": null, \"pandas_type\":"
          + " \"unicode\", \"numpy_type\": \"object\", \"metadata\": {\"encoding\": \"UTF-8\"}}], \"columns\": [{\"name\":"
          + " \"task_index\", \"field_name\": \"task_index\", \"pandas_type\": \"int64\", \"numpy_type\": \"int64\","
          + " \"metadata\": null}, {\"name\": \"task\", \"field_name\": \"task\", \"pandas_type\": \"unicode\","
          + " \"numpy_type\": \"object\", \"metadata\": null}], \"pandas_version\": \"2.0.0\"}";

  static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path folder;
  private final Dataset data;
  private final List<Feature> features;

  private LeRobotWriter(Path folder, Dataset data) {
    this.folder = folder;
    this.data = data;
    features = Feature.of(data);
  }

  /**
   * Writes a new folder.
   *
   * <p>Errors: {@link IllegalArgumentException} where the folder has something in it, or the
   * dataset nothing.
   */
  static void write(Path folder, Dataset data) {
    if (data.steps().findAny().isEmpty())
      throw new IllegalArgumentException(folder + ": nothing to write, the dataset has no steps");
    new LeRobotWriter(folder, data).write();
  }

  private void write() {
    try (Table table = new Table()) {
      prepare();
      fill(table);
      table.write("SELECT * FROM data ORDER BY index", folder.resolve("data/" + FILE), "");
      table.write("SELECT * FROM episodes", folder.resolve("meta/episodes/" + FILE), "");
      table.write(
          "SELECT CAST(0 AS BIGINT) AS task_index, " + quoted(data.task()) + " AS task",
          folder.resolve("meta/tasks.parquet"),
          "pandas: " + quoted(TASK_INDEX));
      json("meta/stats.json", stats(table));
      json(INFO, info());
      json(OURS, JSON.createObjectNode().put("fingerprint", data.fingerprint()));
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be written: " + e.getMessage(), e);
    }
  }

  private void prepare() throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> there = Files.list(folder)) {
      if (there.findAny().isPresent())
        throw new IllegalArgumentException(folder + ": expected a new or empty folder");
    }
    Files.createDirectories(folder.resolve("data/chunk-000"));
    Files.createDirectories(folder.resolve("meta/episodes/chunk-000"));
  }

  private void fill(Table table) {
    String columns =
        features.stream()
            .map(f -> named(f.name()) + " " + f.sqlType())
            .collect(Collectors.joining(", "));
    table.execute(
        "CREATE TABLE data ("
            + columns
            + ", timestamp FLOAT, frame_index BIGINT, episode_index BIGINT, index BIGINT, task_index BIGINT)");
    table.execute(
        "CREATE TABLE episodes (episode_index BIGINT, tasks VARCHAR[], length BIGINT, \"data/chunk_index\" BIGINT,"
            + " \"data/file_index\" BIGINT, dataset_from_index BIGINT, dataset_to_index BIGINT,"
            + " \"meta/episodes/chunk_index\" BIGINT, \"meta/episodes/file_index\" BIGINT)");
    Table.attempt(
        () -> {
          try (DuckDBAppender rows = table.appender("data")) {
            appendSteps(rows);
          }
          return null;
        });
    long from = 0;
    for (int e = 0; e < data.episodes().size(); e++) {
      long to = from + data.episodes().get(e).size();
      table.execute(
          "INSERT INTO episodes VALUES (%d, [%s], %d, 0, 0, %d, %d, 0, 0)"
              .formatted(e, quoted(data.task()), to - from, from, to));
      from = to;
    }
  }

  private void appendSteps(DuckDBAppender rows) throws SQLException {
    long index = 0;
    for (int e = 0; e < data.episodes().size(); e++) {
      List<Transition> episode = data.episodes().get(e);
      for (int frame = 0; frame < episode.size(); frame++) {
        rows.beginRow();
        for (Feature feature : features) append(rows, feature.value().apply(episode.get(frame)));
        rows.append((float) (frame / data.fps()));
        rows.append((long) frame);
        rows.append((long) e);
        rows.append(index++);
        rows.append(0L);
        rows.endRow();
      }
    }
  }

  private static void append(DuckDBAppender rows, Object value) throws SQLException {
    switch (value) {
      case float[] v -> rows.append(v);
      case Float v -> rows.append(v.floatValue());
      case Long v -> rows.append(v.longValue());
      case Boolean v -> rows.append(v.booleanValue());
      default -> throw new IllegalStateException("no column for " + value.getClass());
    }
  }

  private ObjectNode stats(Table table) {
    ObjectNode all = JSON.createObjectNode();
    long count = data.steps().count();
    for (Feature feature : features) {
      ObjectNode one = all.putObject(feature.name());
      put(one, "min", table, feature, "min(%s)");
      put(one, "max", table, feature, "max(%s)");
      put(one, "mean", table, feature, "avg(%s)");
      put(one, "std", table, feature, "stddev_pop(%s)");
      for (String q : QUANTILES)
        put(one, "q" + q.substring(2), table, feature, "quantile_cont(%s, " + q + ")");
      one.putArray("count").add(count);
    }
    return all;
  }

  private static void put(ObjectNode into, String key, Table table, Feature f, String aggregate) {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < f.length(); i++) columns.add(aggregate.formatted(f.sqlNumber(i)));
    ArrayNode values = into.putArray(key);
    Table.attempt(
        () -> {
          try (ResultSet row = table.query("SELECT " + String.join(", ", columns) + " FROM data")) {
            row.next();
            for (int i = 0; i < f.length(); i++) values.add(row.getDouble(i + 1));
          }
          return null;
        });
  }

  private ObjectNode info() {
    int episodes = data.episodes().size();
    ObjectNode info = JSON.createObjectNode();
    info.put("codebase_version", VERSION);
    info.put("robot_type", data.robot());
    info.put("total_episodes", episodes);
    info.put("total_frames", data.steps().count());
    info.put("total_tasks", 1);
    info.put("chunks_size", 1000);
    info.put("data_files_size_in_mb", 100);
    info.put("video_files_size_in_mb", 200);
    if (data.fps() == Math.rint(data.fps())) info.put("fps", (long) data.fps());
    else info.put("fps", data.fps());
    info.putObject("splits").put("train", "0:" + episodes);
    info.put("data_path", "data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet");
    info.putNull("video_path");
    ObjectNode declared = info.putObject("features");
    for (Feature feature : features) declare(declared, feature.name(), feature.dtype(), feature);
    declare(declared, "timestamp", "float32", null);
    for (String name : List.of("frame_index", "episode_index", "index", "task_index"))
      declare(declared, name, "int64", null);
    return info;
  }

  private static void declare(ObjectNode into, String name, String dtype, Feature feature) {
    ObjectNode one = into.putObject(name);
    one.put("dtype", dtype);
    one.putArray("shape").add(feature == null ? 1 : feature.length());
    if (feature == null || feature.names().isEmpty()) one.putNull("names");
    else feature.names().forEach(one.putArray("names")::add);
  }

  private void json(String name, ObjectNode content) throws IOException {
    Files.write(folder.resolve(name), JSON.writeValueAsBytes(content));
  }
}
