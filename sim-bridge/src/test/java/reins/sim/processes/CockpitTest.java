package reins.sim.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.config.RigConfig;
import reins.contract.data.RecordLog;
import reins.learner.dataset.Dataset;
import reins.wire.Source;
import reins.wire.Transition;

/**
 * A browser at the cockpit of simulated robot, controller and policy process: a person who watches,
 * takes over by keyboard and gamepad, marks success, freezes, is succeeded by another, and stops
 * the robot; and who then finds the correction in the dataset and looks at it again.
 */
@Tag("system")
class CockpitTest {
  @TempDir Path dir;
  private BrowserStage stage;

  @BeforeEach
  void start() {
    stage = new BrowserStage(dir);
  }

  @AfterEach
  void stop() {
    if (stage != null) stage.close();
  }

  @Test
  void shouldServeAPersonInABrowser() throws Exception {
    String rig = stage.rig("sim-franka").toString();
    Path run = dir.resolve("run");
    String spool = run.resolve("spool").toString();
    Path shown = dir.resolve("shown");
    int port = BrowserStage.freePort();
    stage.start("sim", "--rig", rig);
    stage.start("controller", "--rig", rig);
    Path given =
        Files.write(
            dir.resolve("given.onnx"), Untrained.policy(RigConfig.load(Path.of(rig)).task()));
    Child record =
        stage.start(
            "record",
            shown.toString(),
            "--policy",
            given.toString(),
            "--rig",
            rig,
            "--operator",
            "policy",
            "--episodes",
            "1",
            "--run",
            run.toString());
    Child policy =
        stage.start(
            "policy",
            "--rig",
            rig,
            "--run",
            "cockpit",
            "--operator",
            "none",
            "--spool",
            spool,
            "--json",
            dir.resolve("out.json").toString(),
            "--cockpit",
            Integer.toString(port));
    stage.await(policy, "cockpit: ");
    stage.browse("operator", port);
    assertTrue(policy.stop());
    String line = Files.readString(dir.resolve("out.json"));
    Matcher recorded = Pattern.compile("\"interventions_recorded\": (\\d+)").matcher(line);
    assertTrue(recorded.find() && Long.parseLong(recorded.group(1)) > 5, line);
    assertTrue(
        corrections().stream().anyMatch(t -> t.getSuccess() && t.getDone() && t.getAction(0) > 0.2),
        "the correction by gamepad, away, that was marked as success");
    String journal = Files.readString(dir.resolve("run/spool/person.jsonl"));
    for (String event : List.of("onset", "release", "success", "link lost", "start", "estop"))
      assertTrue(journal.contains("\"event\": \"" + event + "\""), journal);
    for (String typed : List.of("pause", "failure", "abort", "again"))
      assertFalse(journal.contains("\"event\": \"" + typed + "\""), journal);
    assertTrue(journal.contains("\"device\": \"gamepad\""), journal);
    assertTrue(journal.contains("\"text\": \"went wide of it, dead aster\""), journal);
    assertTrue(journal.contains("\"device\": \"viewer\""), journal);
    shouldBeInTheDatasetAndOnThePageAgain(record, shown, rig);
  }

  /**
   * Whoever watches an evaluation may pause and help, and it shows in what the policy is said to be
   * worth.
   */
  @Test
  void shouldCountATakeOverAgainstAnEvaluatedPolicy() throws Exception {
    Path rig = stage.rig("sim-franka");
    Path given =
        Files.write(dir.resolve("given.onnx"), Untrained.policy(RigConfig.load(rig).task()));
    int port = BrowserStage.freePort();
    stage.start("sim", "--rig", rig.toString());
    stage.start("controller", "--rig", rig.toString());
    Child policy =
        stage.start(
            "policy",
            "--rig",
            rig.toString(),
            "--run",
            "judged",
            "--evaluate",
            "1",
            "--policy",
            given.toString(),
            "--spool",
            dir.resolve("judged/spool").toString(),
            "--json",
            dir.resolve("out.json").toString(),
            "--cockpit",
            Integer.toString(port));
    stage.await(policy, "cockpit: ");
    stage.browse("judged", port);
    assertEquals(0, policy.join(), stage::words);
    String line = Files.readString(dir.resolve("out.json"));
    for (String figure :
        List.of(
            "\"success_ratio\": 0.00000",
            "\"episodes\": 1",
            "\"taken_over\": 1",
            "\"ended_by_person\": 1")) assertTrue(line.contains(figure), line);
    assertTrue(
        BrowserStage.read(policy.log()).contains("a person took over in 1 and ended 1"),
        stage::words);
    String journal = Files.readString(dir.resolve("judged/eval.jsonl"));
    assertTrue(journal.contains("\"event\": \"onset\", \"device\": \"keyboard\""), journal);
  }

  /** The episode that was marked as success ended the recording. */
  private void shouldBeInTheDatasetAndOnThePageAgain(Child record, Path shown, String rig)
      throws Exception {
    assertEquals(0, record.join(), () -> BrowserStage.read(record.log()));
    List<reins.contract.data.Transition> episode = Dataset.read(shown).episodes().getFirst();
    assertTrue(episode.getLast().success());
    assertTrue(episode.stream().anyMatch(reins.contract.data.Transition::intervention));
    assertTrue(episode.stream().anyMatch(t -> t.policyVersion() == 1 && !t.intervention()));
    Child list = stage.start("data", "list", shown.toString());
    assertEquals(0, list.join());
    String said = BrowserStage.read(list.log());
    assertTrue(said.contains("person=") && said.contains("gamepad"), said);
    int port = BrowserStage.freePort();
    Child play =
        stage.start(
            "data", "play", shown.toString(), "--rig", rig, "--cockpit", Integer.toString(port));
    stage.await(play, "cockpit: ");
    stage.browse("player", port, "played-back");
    assertTrue(play.stop());
  }

  /** The person's steps as they lie on the disk, to be sent to a learner. */
  private List<Transition> corrections() throws IOException {
    List<Transition> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(dir.resolve("run/spool"))) {
      List<Path> records =
          files.filter(f -> f.getFileName().toString().startsWith("records-")).sorted().toList();
      for (Path file : records) {
        AtomicBoolean header = new AtomicBoolean(true);
        RecordLog.open(
                Files.copy(file, dir.resolve("read-" + file.getFileName())), // the process's own
                bytes -> {
                  if (!header.getAndSet(false)) all.add(parsed(bytes));
                })
            .close();
      }
    }
    return all.stream().filter(t -> t.getSource() == Source.PERSON).toList();
  }

  private static Transition parsed(byte[] bytes) {
    try {
      return Transition.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
