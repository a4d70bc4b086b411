package reins.learner.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.data.Transition;
import reins.contract.exchange.Source;

class LeRobotTest {
  @TempDir Path dir;

  /** Two episodes: a demonstration that succeeds, a policy's that runs out of steps. */
  static Dataset small() {
    List<List<Transition>> episodes = new ArrayList<>();
    for (int e = 0; e < 2; e++) {
      List<Transition> steps = new ArrayList<>();
      for (int i = 0; i < 3 + e; i++) steps.add(step(e, i, i == 2 + e));
      episodes.add(steps);
    }
    return new Dataset(
        "it's a task", "panda", "abc", 10, List.of("x", "y", "z"), List.of("dx", "grip"), episodes);
  }

  private static Transition step(int e, int i, boolean last) {
    return step(e, i, last, i * 100_000_000L);
  }

  private static Transition step(int e, int i, boolean last, long stamp_ns) {
    boolean solved = last && e == 0;
    return new Transition(
        new float[] {i, 0.1f * i, -1},
        new float[] {0.5f, -0.25f},
        new float[] {0.4f, 0},
        solved ? 1 : 0,
        solved ? 0 : 1,
        last,
        new float[] {i + 1, 0.1f, -1},
        e == 0 ? Source.SCRIPT : i == 1 ? Source.PERSON : Source.POLICY,
        e * 7,
        e,
        i,
        e == 0,
        solved,
        stamp_ns,
        false);
  }

  @Test
  void shouldComeBackAsItWas() {
    LeRobotWriter.write(dir.resolve("set"), small());
    Dataset back = LeRobotReader.read(dir.resolve("set"));
    assertEquals(small().task(), back.task());
    assertEquals("abc", back.fingerprint());
    assertEquals(small().stateNames(), back.stateNames());
    assertEquals(small().actionNames(), back.actionNames());
    assertEquals(10, back.fps());
    assertEquals(2, back.episodes().size());
    for (int e = 0; e < 2; e++)
      for (int i = 0; i < 3 + e; i++) {
        Transition want = small().episodes().get(e).get(i);
        Transition got = back.episodes().get(e).get(i);
        assertArrayEquals(want.obs(), got.obs());
        assertArrayEquals(want.nextObs(), got.nextObs());
        assertArrayEquals(want.action(), got.action());
        assertArrayEquals(want.proposed(), got.proposed());
        assertEquals(want.reward(), got.reward());
        assertEquals(want.mask(), got.mask(), e + " " + i);
        assertEquals(want.done(), got.done());
        assertEquals(want.success(), got.success());
        assertEquals(want.source(), got.source());
        assertEquals(want.demonstration(), got.demonstration());
        assertEquals(want.policyVersion(), got.policyVersion());
      }
  }

  @Test
  void shouldSayWhatLeRobotLooksFor() throws IOException {
    LeRobotWriter.write(dir, small());
    JsonNode info = LeRobotWriter.JSON.readTree(dir.resolve("meta/info.json").toFile());
    assertEquals("v3.0", info.path("codebase_version").asText());
    assertEquals(7, info.path("total_frames").asInt());
    assertEquals(10, info.path("fps").asInt());
    assertEquals("0:2", info.path("splits").path("train").asText());
    assertEquals(3, info.path("features").path("observation.state").path("shape").get(0).asInt());
    JsonNode stats = LeRobotWriter.JSON.readTree(dir.resolve("meta/stats.json").toFile());
    assertEquals(3, stats.path("observation.state").path("max").get(0).asDouble());
    assertEquals(9.0 / 7, stats.path("observation.state").path("mean").get(0).asDouble(), 1e-6);
    assertEquals(1.0 / 7, stats.path("next.reward").path("mean").get(0).asDouble(), 1e-6);
    assertEquals(7, stats.path("action").path("count").get(0).asInt());
  }

  @Test
  void shouldKeepWhatIsThere() throws IOException {
    Files.writeString(dir.resolve("precious"), "x");
    String message =
        assertThrows(IllegalArgumentException.class, () -> LeRobotWriter.write(dir, small()))
            .getMessage();
    assertTrue(message.contains("expected a new or empty folder"), message);
  }

  @Test
  void shouldReadAFolderThatHasNoRewards() {
    LeRobotWriter.write(dir.resolve("ours"), small());
    Path theirs = dir.resolve("ours/data/chunk-000/file-000.parquet");
    Path few = dir.resolve("few.parquet");
    try (Table table = new Table()) {
      table.write(
          "SELECT \"observation.state\", action, episode_index, frame_index FROM read_parquet("
              + Table.quoted(theirs.toString())
              + ")",
          few,
          "");
      Files.move(few, theirs, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    List<Transition> second = LeRobotReader.read(dir.resolve("ours")).episodes().get(1);
    assertEquals(0, second.get(2).reward());
    assertArrayEquals(second.get(3).obs(), second.get(2).nextObs());
    assertEquals(1, second.get(3).reward());
    assertEquals(0, second.get(3).mask());
    assertTrue(second.get(3).success() && second.get(3).demonstration());
  }

  /** The value of a step that seems to lead to itself is made of nothing but itself. */
  @Test
  void shouldLeaveOutALastStepWhoseFutureNobodyWrote() {
    LeRobotWriter.write(dir.resolve("ours"), seen());
    Path rows = dir.resolve("ours/data/chunk-000/file-000.parquet");
    Path cut = dir.resolve("cut.parquet");
    try (Table table = new Table()) {
      String from = " FROM read_parquet(" + Table.quoted(rows.toString()) + ")";
      String all = "SELECT * EXCLUDE (\"next.state\") REPLACE (false AS \"next.done\", ";
      table.write(all + "true AS \"next.truncated\")" + from, cut, "");
      Files.move(cut, rows, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    Dataset data = LeRobotReader.read(dir.resolve("ours"));
    assertEquals(List.of(2, 3), data.episodes().stream().map(List::size).toList());
    assertEquals(List.of(2, 3), data.images().pngs().stream().map(List::size).toList());
    Transition last = data.episodes().get(1).getLast();
    assertTrue(last.done() && last.mask() == 1);
    assertArrayEquals(seen().episodes().get(1).get(3).obs(), last.nextObs());
  }

  @Test
  void shouldNameFolderAndFileOfWhatIsWrong() throws IOException {
    String nothing =
        assertThrows(IllegalArgumentException.class, () -> LeRobotReader.read(dir)).getMessage();
    assertTrue(nothing.contains("meta/info.json"), nothing);
    LeRobotWriter.write(dir.resolve("set"), small());
    Files.writeString(dir.resolve("set/data/chunk-000/file-000.parquet"), "not Parquet");
    String broken =
        assertThrows(IllegalArgumentException.class, () -> LeRobotReader.read(dir.resolve("set")))
            .getMessage();
    assertTrue(broken.contains("set: data: ") && broken.lines().count() == 1, broken);
  }

  /** The small dataset with two cameras of 5 x 4 pixels, all of them different. */
  static Dataset seen() {
    List<List<byte[][]>> pngs = new ArrayList<>();
    for (int e = 0; e < 2; e++) {
      List<byte[][]> steps = new ArrayList<>();
      for (int i = 0; i < 3 + e; i++)
        steps.add(new byte[][] {Images.png(rgb(e, i, 0), 4, 5), Images.png(rgb(e, i, 1), 4, 5)});
      pngs.add(steps);
    }
    Dataset d = small();
    ObjectNode said = LeRobotWriter.JSON.createObjectNode();
    said.put("event", "text").put("text", "lower, then close").put("stamp_ns", 200_000_000L);
    return new Dataset(
        d.task(),
        d.robot(),
        d.fingerprint(),
        d.fps(),
        d.stateNames(),
        d.actionNames(),
        d.episodes(),
        new Images(List.of("front", "wrist"), 4, 5, pngs),
        List.of(new Remark(1, 2, said)));
  }

  private static byte[] rgb(int e, int i, int camera) {
    byte[] rgb = new byte[4 * 5 * 3];
    for (int p = 0; p < rgb.length; p++)
      rgb[p] = p % 3 == 0 ? (byte) 51 : (byte) (p + 7 * i + 50 * e + 100 * camera);
    return rgb;
  }

  /** A line as the cockpit writes it, at the step that ran, through the export and back. */
  @Test
  void shouldCarryATypedSentenceToTheStepThatRan() throws IOException {
    Path person = dir.resolve("person.jsonl");
    Files.writeString(
        person,
        "{\"event\": \"words\", \"device\": \"keyboard\", \"phase\": \"running\", \"episode\": 0, \"step\": 1,"
            + " \"stamp_ns\": 100000000, \"text\": \"too \\\"high\\\": päťka\"}\n");
    Dataset d = small();
    List<List<Transition>> first = d.episodes().subList(0, 1);
    List<Remark> remarks = Remark.of(person, first);
    LeRobotWriter.write(
        dir.resolve("set"),
        new Dataset(
            d.task(),
            d.robot(),
            d.fingerprint(),
            d.fps(),
            d.stateNames(),
            d.actionNames(),
            first,
            Images.NONE,
            remarks));
    JsonNode line =
        LeRobotWriter.JSON.readTree(Files.readString(dir.resolve("set/meta/person.jsonl")));
    assertEquals("too \"high\": päťka", line.path("text").asText());
    assertEquals("words", line.path("event").asText());
    assertEquals("keyboard", line.path("device").asText());
    assertEquals(0, line.path("episode_index").asInt(-1));
    assertEquals(1, line.path("frame_index").asInt(-1));
    Remark back = LeRobotReader.read(dir.resolve("set")).remarks().getFirst();
    assertEquals("too \"high\": päťka", back.said().path("text").asText());
  }

  private static String said(String phase, int episode, int step, long stamp_ns, String text) {
    return "{\"event\": \"words\", \"phase\": \"%s\", \"episode\": %d, \"step\": %d, \"stamp_ns\": %d, \"text\": \"%s\"}%n"
        .formatted(phase, episode, step, stamp_ns, text);
  }

  /** Of two kept episodes, others between and before them, and a machine that was started anew. */
  @Test
  void shouldLayALineAtAStepOfItsOwnEpisodeOrNowhere() throws IOException {
    Path person = dir.resolve("person.jsonl");
    String whole =
        said("running", 7, 4, 9_000_000_000L, "of yesterday, when the clock was later")
            + said("running", 0, 0, 0, "the first")
            + said("running", 0, 3, 240_000_000, "as the last one ended")
            + said("homing", 1, 3, 300_000_000, "while the arm went home")
            + said("running", 1, 2, 350_000_000, "in one that failed and was left out")
            + said("running", 3, 2, 1_150_000_000L, "within the second");
    // Two lines whose writing was cut off, one of them within a letter.
    byte[] all = (whole + "{\"event\": \"wo\n{\"text\": \"\u017e").getBytes(StandardCharsets.UTF_8);
    Files.write(person, Arrays.copyOf(all, all.length - 1));
    List<Remark> remarks = Remark.of(person, List.of(run(0, 0, 3), run(3, 1_000_000_000, 4)));
    assertEquals(
        List.of("0 0 the first", "0 2 as the last one ended", "1 1 within the second"),
        remarks.stream()
            .map(r -> r.episode() + " " + r.step() + " " + r.said().path("text").asText())
            .toList());
  }

  private static List<Transition> run(int episode, long from_ns, int steps) {
    List<Transition> run = new ArrayList<>();
    for (int i = 0; i < steps; i++)
      run.add(step(episode, i, i == steps - 1, from_ns + i * 100_000_000L));
    return run;
  }

  @Test
  void shouldKeepImagesAndWhatThePersonSaid() throws IOException {
    LeRobotWriter.write(dir.resolve("set"), seen());
    Dataset back = LeRobotReader.read(dir.resolve("set"));
    assertEquals(List.of("front", "wrist"), back.images().cameras());
    for (int e = 0; e < 2; e++)
      for (int i = 0; i < 3 + e; i++)
        for (int c = 0; c < 2; c++)
          assertArrayEquals(rgb(e, i, c), back.images().rgb(e, i, c), e + " " + i + " " + c);
    assertEquals(seen().remarks().toString(), back.remarks().toString());
    JsonNode info = LeRobotWriter.JSON.readTree(dir.resolve("set/meta/info.json").toFile());
    JsonNode front = info.path("features").path("observation.images.front");
    assertEquals(
        "{\"dtype\":\"image\",\"shape\":[4,5,3],\"names\":[\"height\",\"width\",\"channels\"]}",
        front.toString());
    JsonNode stats = LeRobotWriter.JSON.readTree(dir.resolve("set/meta/stats.json").toFile());
    JsonNode red = stats.path("observation.images.front");
    assertEquals("[[[0.2]],", red.path("min").toString().substring(0, 9));
    assertEquals(0.2, red.path("mean").path(0).path(0).path(0).asDouble(), 1e-9);
    assertEquals(0, red.path("std").path(0).path(0).path(0).asDouble(), 1e-9);
    assertEquals(7, red.path("count").path(0).asInt());
  }

  /** Parquet read by hyparquet, which shares nothing with DuckDB. */
  @Test
  @Tag("system")
  void shouldBeReadByAForeignReader() throws Exception {
    Path modules = npm("hyparquet@1.31.5");
    LeRobotWriter.write(dir.resolve("set"), seen());
    String script = Path.of(getClass().getResource("/dataset/read.mjs").toURI()).toString();
    String said = run("node", script, dir.resolve("set").toString(), modules.toString());
    JsonNode all = LeRobotWriter.JSON.readTree(said);
    assertEquals("it's a task", all.at("/tasks/rows/0/task").asText());
    assertTrue(all.at("/tasks/pandas").asText().contains("\"index_columns\": [\"task\"]"), said);
    JsonNode info = LeRobotWriter.JSON.readTree(dir.resolve("set/meta/info.json").toFile());
    List<String> columns = new ArrayList<>();
    all.at("/data/columns").forEach(c -> columns.add(c.asText()));
    info.path("features").fieldNames().forEachRemaining(f -> assertTrue(columns.contains(f), f));
    int row = 0;
    for (int e = 0; e < 2; e++) {
      List<Transition> steps = seen().episodes().get(e);
      for (int i = 0; i < steps.size(); i++, row++) {
        JsonNode got = all.at("/data/rows/" + row);
        Transition want = steps.get(i);
        assertNumbers(want.obs(), got.path("observation.state"));
        assertNumbers(want.nextObs(), got.path("next.state"));
        assertNumbers(want.action(), got.path("action"));
        assertNumbers(want.proposed(), got.path("complementary_info.proposed"));
        assertEquals(want.reward(), got.path("next.reward").floatValue());
        assertEquals(want.done(), got.path("next.done").booleanValue());
        assertEquals(want.source().ordinal(), got.path("complementary_info.source").intValue());
        assertEquals(i / 10f, got.path("timestamp").floatValue());
        assertEquals(row, got.path("index").intValue());
        byte[] png = got.path("observation.images.wrist").path("bytes").binaryValue();
        assertArrayEquals(rgb(e, i, 1), Images.rgb(png, 4, 5, "wrist"));
      }
    }
    assertEquals(7, row);
    assertEquals(7, all.at("/data/rows").size());
    JsonNode second = all.at("/episodes/rows/1");
    assertEquals(4, second.path("length").intValue());
    assertEquals(3, second.path("dataset_from_index").intValue());
    assertEquals("it's a task", second.path("tasks").path(0).asText());
    assertNumbers(new float[] {3, 0.3f, -1}, second.path("stats/observation.state/max"));
    assertNumbers(new float[] {1.5f, 0.15f, -1}, second.path("stats/observation.state/mean"));
    assertNumbers(new float[] {1.5f}, second.path("stats/frame_index/q50"));
    assertNumbers(new float[] {4}, second.path("stats/action/count"));
    assertEquals("[[0.2]]", second.path("stats/observation.images.front/max").path(0).toString());
  }

  private static void assertNumbers(float[] want, JsonNode got) {
    assertEquals(want.length, got.size(), got.toString());
    for (int i = 0; i < want.length; i++)
      assertEquals(want[i], got.path(i).floatValue(), 1e-6f, got.toString());
  }

  /** A package of npm's in target/npm; where that cannot be, the test says so, and fails in CI. */
  private static Path npm(String name) throws Exception {
    Path folder =
        Path.of(System.getProperty("reins.root", ".."), "learner/target/npm").toAbsolutePath();
    if (Files.isDirectory(folder.resolve("node_modules/hyparquet"))) return folder;
    Files.createDirectories(folder);
    try {
      run("npm", "install", "--silent", "--prefix", folder.toString(), name);
      return folder;
    } catch (IOException | AssertionError e) {
      String line = "LeRobot folders are NOT read by a foreign reader: npm cannot install " + name;
      System.err.println(line + ": " + e.getMessage());
      if ("true".equals(System.getenv("CI"))) throw new AssertionError(line, e);
      return Assumptions.abort(line);
    }
  }

  private static String run(String... command) throws Exception {
    Path err = Files.createTempFile("reins-run", ".err");
    try {
      Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(120, TimeUnit.SECONDS));
      assertEquals(0, process.exitValue(), said + Files.readString(err));
      return said;
    } finally {
      Files.delete(err);
    }
  }

  /** Where there is a Python with pyarrow and pandas (REINS_PYTHON), it has to read the same. */
  @Test
  void shouldBeReadByPython() throws Exception {
    String python = System.getenv().getOrDefault("REINS_PYTHON", "python3");
    boolean there =
        new ProcessBuilder(python, "-c", "import pyarrow, pandas")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor()
            == 0;
    if (!there)
      System.err.println("NOT CHECKED: no Python with pyarrow and pandas; set REINS_PYTHON");
    Assumptions.assumeTrue(there);
    LeRobotWriter.write(dir.resolve("set"), small());
    String script =
        """
        import sys, json, pandas as pd, pyarrow.parquet as pq
        d = sys.argv[1]
        tasks = pd.read_parquet(d + "/meta/tasks.parquet")
        episodes = pd.read_parquet(d + "/meta/episodes/chunk-000/file-000.parquet")
        data = pq.read_table(d + "/data/chunk-000/file-000.parquet").to_pandas()
        print(tasks.index[0], tasks.loc["it's a task"].task_index, list(tasks.columns))
        print(list(episodes.length), list(episodes.tasks[1]), list(episodes.dataset_from_index))
        print(data["observation.state"][6].tolist(), data["next.reward"].tolist(), data.timestamp.dtype, data["index"].tolist())
        """;
    Process process =
        new ProcessBuilder(python, "-c", script, dir.resolve("set").toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(
        """
        it's a task 0 ['task_index']
        [3, 4] ["it's a task"] [0, 3]
        [3.0, 0.30000001192092896, -1.0] [0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0] float32 [0, 1, 2, 3, 4, 5, 6]
        """,
        said);
  }
}
