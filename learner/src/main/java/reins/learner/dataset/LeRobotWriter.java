package reins.learner.dataset;

import static reins.learner.dataset.Table.named;
import static reins.learner.dataset.Table.quoted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
 *   meta/episodes/chunk-000/file-000.parquet  where each episode's rows are, and their statistics
 *   meta/person.jsonl                         what the person said and did, where there is any
 *   meta/reins.json                           the policy contract, which LeRobot does not know
 *   data/chunk-000/file-000.parquet           one row for each step
 * </pre>
 *
 * <p>Source: huggingface/lerobot, src/lerobot/datasets (utils.py, dataset_metadata.py, io_utils.py)
 * at v3.0 of the format.
 */
public final class LeRobotWriter {
  static final String VERSION = "v3.0";
  static final String INFO = "meta/info.json";
  static final String OURS = "meta/reins.json";
  static final String PERSON = "meta/person.jsonl";
  private static final String FILE = "chunk-000/file-000.parquet";
  private static final Map<String, String> STATISTICS = new LinkedHashMap<>();

  static {
    STATISTICS.put("min", "min(%s)");
    STATISTICS.put("max", "max(%s)");
    STATISTICS.put("mean", "avg(%s)");
    STATISTICS.put("std", "stddev_pop(%s)");
    for (String q : List.of("01", "10", "50", "90", "99"))
      STATISTICS.put("q" + q, "quantile_cont(%s, 0." + q + ")");
  }

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
  private final List<Feature> measured;
  private final List<ColourCounts[]> counts; // by episode and camera

  private LeRobotWriter(Path folder, Dataset data) {
    this.folder = folder;
    this.data = data;
    features = Feature.of(data);
    measured = Stream.concat(features.stream(), Feature.counting().stream()).toList();
    counts = look(data.images());
  }

  private static List<ColourCounts[]> look(Images images) {
    List<ColourCounts[]> all = new ArrayList<>();
    for (int e = 0; e < images.pngs().size(); e++) {
      ColourCounts[] episode = new ColourCounts[images.cameras().size()];
      Arrays.setAll(episode, c -> new ColourCounts());
      for (int i = 0; i < images.pngs().get(e).size(); i++)
        for (int c = 0; c < episode.length; c++) episode[c].add(images.rgb(e, i, c));
      all.add(episode);
    }
    return all;
  }

  /**
   * Writes a new folder.
   *
   * <p>Errors: {@link IllegalArgumentException} where the folder has something in it, or the
   * dataset nothing.
   */
  public static void write(Path folder, Dataset data) {
    if (data.steps().findAny().isEmpty())
      throw new IllegalArgumentException(folder + ": nothing to write, the dataset has no steps");
    new LeRobotWriter(folder, data).write();
  }

  private void write() {
    try (Table table = new Table()) {
      prepare();
      fill(table);
      table.write(
          "SELECT * " + pictures() + " FROM data ORDER BY index",
          folder.resolve("data/" + FILE),
          "");
      writeEpisodes(table);
      table.write(
          "SELECT CAST(0 AS BIGINT) AS task_index, " + quoted(data.task()) + " AS task",
          folder.resolve("meta/tasks.parquet"),
          "pandas: " + quoted(TASK_INDEX));
      json("meta/stats.json", stats(table));
      json(INFO, info());
      if (!data.remarks().isEmpty())
        Files.write(folder.resolve(PERSON), data.remarks().stream().map(Remark::line).toList());
      json(OURS, JSON.createObjectNode().put("fingerprint", data.fingerprint()));
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be written: " + e.getMessage(), e);
    }
  }

  /** Errors: {@link IllegalArgumentException} where there is something in the folder. */
  public static void requireEmpty(Path folder) {
    if (!Files.exists(folder)) return;
    try (Stream<Path> there = Files.list(folder)) {
      if (there.findAny().isPresent())
        throw new IllegalArgumentException(folder + ": expected a new or empty folder");
    } catch (IOException e) {
      throw new IllegalArgumentException(folder + ": expected a new or empty folder", e);
    }
  }

  private void prepare() throws IOException {
    requireEmpty(folder);
    Files.createDirectories(folder);
    Files.createDirectories(folder.resolve("data/chunk-000"));
    Files.createDirectories(folder.resolve("meta/episodes/chunk-000"));
  }

  private void fill(Table table) {
    String columns =
        features.stream()
            .map(f -> named(f.name()) + " " + f.sqlType())
            .collect(Collectors.joining(", "));
    for (int c = 0; c < data.images().cameras().size(); c++)
      columns += ", " + named(data.images().column(c)) + " BLOB";
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
        if (!data.images().cameras().isEmpty())
          for (byte[] png : data.images().pngs().get(e).get(frame)) rows.append(png);
        rows.append((float) (frame / data.fps()));
        rows.append((long) frame);
        rows.append((long) e);
        rows.append(index++);
        rows.append(0L);
        rows.endRow();
      }
    }
  }

  /** Files within the file, as the datasets library of Hugging Face packs them. */
  private String pictures() {
    List<String> packed = new ArrayList<>();
    for (int c = 0; c < data.images().cameras().size(); c++) {
      String column = named(data.images().column(c));
      packed.add("struct_pack(bytes := %s, path := NULL::VARCHAR) AS %s".formatted(column, column));
    }
    return packed.isEmpty() ? "" : "REPLACE (" + String.join(", ", packed) + ")";
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

  /** One list for each statistic of each column, of an episode or of all. */
  private String statistics() {
    List<String> columns = new ArrayList<>();
    for (Feature f : measured) {
      STATISTICS.forEach(
          (name, aggregate) ->
              columns.add(list(f, aggregate) + " AS " + named("stats/" + f.name() + "/" + name)));
      columns.add("[count(*)] AS " + named("stats/" + f.name() + "/count"));
    }
    return String.join(", ", columns);
  }

  private static String list(Feature f, String aggregate) {
    return IntStream.range(0, f.length())
        .mapToObj(i -> aggregate.formatted(f.sqlNumber(i)))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /** The same for images, which the database does not look into. */
  private String colours(Function<Integer, ColourCounts> counts) {
    StringBuilder columns = new StringBuilder();
    for (int c = 0; c < data.images().cameras().size(); c++) {
      ColourCounts count = counts.apply(c);
      String name = "stats/" + data.images().column(c) + "/";
      for (String statistic : STATISTICS.keySet())
        columns
            .append(", ")
            .append(count.nested(statistic))
            .append(" AS ")
            .append(named(name + statistic));
      columns.append(", [").append(count.images()).append("] AS ").append(named(name + "count"));
    }
    return columns.toString();
  }

  private void writeEpisodes(Table table) {
    table.execute(
        "CREATE TABLE measured AS SELECT episode_index AS episode, "
            + statistics()
            + " FROM data GROUP BY episode_index");
    String colours = "";
    if (!data.images().cameras().isEmpty()) {
      List<String> rows = new ArrayList<>();
      for (int e = 0; e < counts.size(); e++) {
        ColourCounts[] of = counts.get(e);
        rows.add("SELECT " + e + " AS picture" + colours(c -> of[c]));
      }
      table.execute("CREATE TABLE colours AS " + String.join(" UNION ALL ", rows));
      colours = " JOIN colours ON picture = episode_index";
    }
    table.write(
        "SELECT * EXCLUDE (episode%s) FROM episodes JOIN measured ON episode = episode_index%s ORDER BY episode_index"
            .formatted(colours.isEmpty() ? "" : ", picture", colours),
        folder.resolve("meta/episodes/" + FILE),
        "");
  }

  private ObjectNode stats(Table table) {
    ColourCounts[] all = new ColourCounts[data.images().cameras().size()];
    Arrays.setAll(all, c -> new ColourCounts());
    counts.forEach(of -> Arrays.setAll(all, c -> merged(all[c], of[c])));
    ObjectNode stats = JSON.createObjectNode();
    return Table.attempt(
        () -> {
          String query = "SELECT " + statistics() + colours(c -> all[c]) + " FROM data";
          try (ResultSet row = table.query(query)) {
            row.next();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
              String[] name = row.getMetaData().getColumnName(i).split("/");
              stats
                  .withObject("/" + name[1].replace("~", "~0"))
                  .set(name[2], tree(row.getObject(i)));
            }
          }
          return stats;
        });
  }

  private static ColourCounts merged(ColourCounts into, ColourCounts more) {
    into.add(more);
    return into;
  }

  private static JsonNode tree(Object value) throws SQLException {
    if (!(value instanceof Array array)) return JSON.valueToTree(value);
    ArrayNode list = JSON.createArrayNode();
    for (Object item : (Object[]) array.getArray()) list.add(tree(item));
    return list;
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
    for (Feature feature : measured) declare(declared, feature);
    for (int c = 0; c < data.images().cameras().size(); c++) {
      ObjectNode image = declared.putObject(data.images().column(c)).put("dtype", "image");
      image
          .putArray("shape")
          .add(data.images().height())
          .add(data.images().width())
          .add(Images.COLOURS);
      image.putArray("names").add("height").add("width").add("channels");
    }
    return info;
  }

  private static void declare(ObjectNode into, Feature feature) {
    ObjectNode one = into.putObject(feature.name());
    one.put("dtype", feature.dtype());
    one.putArray("shape").add(feature.length());
    if (feature.names().isEmpty()) one.putNull("names");
    else feature.names().forEach(one.putArray("names")::add);
  }

  private void json(String name, ObjectNode content) throws IOException {
    Files.write(folder.resolve(name), JSON.writeValueAsBytes(content));
  }
}
