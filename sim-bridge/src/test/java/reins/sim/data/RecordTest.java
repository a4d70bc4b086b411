package reins.sim.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import reins.learner.dataset.Dataset;
import reins.learner.dataset.Remark;
import reins.sim.SimMain;

/** {@code ./reins record --operator policy}: what was acknowledged is in a dataset or waits. */
@Timeout(120)
class RecordTest {
  private static final int BAD_INPUT = 2;

  @TempDir Path dir;
  private Path rig;
  private Path run;
  private PolicyProcess policy;

  @BeforeEach
  void start() throws IOException {
    rig = PolicyProcess.rig(dir.resolve("configs"));
    run = dir.resolve("run");
    policy = new PolicyProcess(rig, run);
  }

  @AfterEach
  void stop() {
    policy.close();
  }

  private CompletableFuture<Integer> record(Path into, int episodes) {
    return CompletableFuture.supplyAsync(
        () -> {
          CommandLine line = new CommandLine(new RecordCommand());
          line.setCaseInsensitiveEnumValuesAllowed(true);
          line.setExecutionExceptionHandler((e, command, parsed) -> BAD_INPUT);
          return line.execute(words(into, episodes).toArray(String[]::new));
        },
        work -> Thread.ofPlatform().daemon().start(work));
  }

  private List<String> words(Path into, int episodes) {
    List<String> words = new ArrayList<>(List.of(into.toString(), "--operator", "policy"));
    words.addAll(List.of("--rig", rig.toString(), "--run", run.toString()));
    words.addAll(List.of("--episodes", Integer.toString(episodes)));
    return words;
  }

  /** Which episodes are in a dataset, by the observation that says so. */
  private static List<Integer> shown(Path folder) {
    return Dataset.read(folder).episodes().stream()
        .map(episode -> (int) episode.getFirst().obs()[0])
        .toList();
  }

  private static List<Integer> lengths(Path folder) {
    return Dataset.read(folder).episodes().stream().map(List::size).toList();
  }

  /** Five episodes were shown while nobody listened, and a sixth is under way. */
  private void showFiveAndAHalf() {
    for (int episode = 1; episode <= 5; episode++) policy.show(episode, 0, 3, true);
    policy.show(6, 0, 1, false);
  }

  @Test
  void shouldLeaveWhatWasNotAskedForToTheNextRecording() throws Exception {
    showFiveAndAHalf();
    assertEquals(0, record(dir.resolve("first"), 2).get());
    assertEquals(List.of(1, 2), shown(dir.resolve("first")));
    assertEquals(0, record(dir.resolve("second"), 3).get());
    assertEquals(List.of(3, 4, 5), shown(dir.resolve("second")));
    CompletableFuture<Integer> third = record(dir.resolve("third"), 2);
    policy.awaitAcknowledged();
    policy.show(6, 2, 4, true);
    policy.show(7, 0, 3, true);
    assertEquals(0, third.get());
    assertEquals(List.of(6, 7), shown(dir.resolve("third")));
    assertEquals(List.of(5, 4), lengths(dir.resolve("third")), "the sixth is whole");
    assertTrue(policy.link.learner().correctionsSent() >= 22);
    assertFalse(policy.link.learner().differ(), "three who listened, and no false alarm");
  }

  /** Its head was seen by a learner, say. */
  @Test
  void shouldNotTakeTheRestOfAnEpisodeForOne() throws Exception {
    policy.show(1, 12, 20, true);
    policy.show(2, 0, 3, true);
    assertEquals(0, record(dir.resolve("set"), 1).get());
    assertEquals(List.of(2), shown(dir.resolve("set")));
  }

  @Test
  void shouldKeepWhatCameWhereTheDatasetCannotBeWritten() throws Exception {
    Path set = dir.resolve("set");
    CompletableFuture<Integer> first = record(set, 5);
    policy.show(1, 0, 1, false);
    policy.awaitAcknowledged(); // it has begun
    Files.createDirectories(set);
    Files.writeString(set.resolve("in the way"), "");
    policy.show(1, 2, 3, true);
    for (int episode = 2; episode <= 5; episode++) policy.show(episode, 0, 3, true);
    assertEquals(BAD_INPUT, first.get());
    assertEquals(0, record(dir.resolve("other"), 5).get());
    assertEquals(List.of(1, 2, 3, 4, 5), shown(dir.resolve("other")));
  }

  @Test
  void shouldTakeWhatThePersonSaidAlthoughALineWasCutOff() throws Exception {
    policy.show(1, 0, 3, true);
    String line =
        "{\"event\": \"words\", \"phase\": \"running\", \"episode\": 1, \"step\": 2, \"stamp_ns\": "
            + PolicyProcess.stamp_ns(1, 2)
            + ", \"text\": \"lower\"}\n";
    Files.writeString(run.resolve("spool/person.jsonl"), line.substring(0, 20) + "\n" + line);
    assertEquals(0, record(dir.resolve("set"), 1).get());
    Remark remark = Dataset.read(dir.resolve("set")).remarks().getFirst();
    assertEquals("lower", remark.said().path("text").asText());
    assertEquals(2, remark.step());
  }

  @Test
  void shouldRefuseASecondRecordingOfTheSameRun() throws Exception {
    CompletableFuture<Integer> first = record(dir.resolve("set"), 1);
    policy.show(1, 0, 1, false);
    policy.awaitAcknowledged();
    assertEquals(BAD_INPUT, record(dir.resolve("other"), 1).get());
    policy.show(1, 2, 3, true);
    assertEquals(0, first.get());
  }

  @Test
  void shouldKeepWhatIsWholeOnControlC() throws Exception {
    // A test that runs in the background would hand on that it ignores the signal.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(SimMain.class.getName(), "record"));
    command.addAll(words(dir.resolve("set"), 20));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = builder.redirectOutput(dir.resolve("said").toFile()).start();
    try {
      showFiveAndAHalf();
      policy.awaitAcknowledged();
      assertTrue(process.isAlive());
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      assertFalse(process.waitFor() == 0, "it is not complete");
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(dir.resolve("said"));
    assertTrue(
        said.contains("set: 5 of 20 successful episodes, 20 steps kept, 0 episodes left out"),
        said);
    assertTrue(said.contains("2 steps that are in no dataset are in " + run), said);
    assertEquals(List.of(1, 2, 3, 4, 5), shown(dir.resolve("set")));
    CompletableFuture<Integer> next = record(dir.resolve("next"), 1);
    policy.show(6, 2, 3, true);
    assertEquals(0, next.get());
    assertEquals(List.of(4), lengths(dir.resolve("next")), "with its beginning");
  }
}
