package reins.sim.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import reins.contract.config.ConfigException;
import reins.sim.mujoco.MujocoRequired;

@ExtendWith(MujocoRequired.class)
class ExperimentTest {
  private static final Path RIG =
      Path.of(System.getProperty("reins.root"), "hardware-configs/rigs/sim-franka.yaml");

  @TempDir Path dir;
  private String complaint;

  private int run(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "--rig",
                RIG.toString(),
                "--tasks",
                "franka-reach",
                "--algorithms",
                "hil_serl,bc",
                "--episodes",
                "2",
                "--jobs",
                "2",
                "--runs",
                dir.toString(),
                "--name",
                "tiny",
                "--json",
                dir.resolve("out.jsonl").toString()));
    args.addAll(List.of(more));
    CommandLine line = new CommandLine(new ExperimentCommand());
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          complaint = e.getMessage();
          return 2;
        });
    return line.execute(args.toArray(String[]::new));
  }

  @Test
  void shouldReportAndGoOnWithWhatIsMissing() throws IOException {
    assertEquals(0, run("--steps", "150", "--seeds", "1"));
    Path kept = dir.resolve("tiny/franka-reach/hil_serl/1.json");
    FileTime written = Files.getLastModifiedTime(kept);
    assertEquals(0, run("--steps", "150", "--seeds", "1,2"));
    assertEquals(written, Files.getLastModifiedTime(kept));
    assertTrue(Files.exists(dir.resolve("tiny/franka-reach/bc/2.json")));
    List<String> lines = Files.readAllLines(dir.resolve("out.jsonl"));
    assertEquals(4 + 2, lines.size());
    assertTrue(lines.getLast().contains("\"success_ratio_iqm\": "), lines.getLast());
    String page = Files.readString(dir.resolve("tiny/report.html"));
    assertTrue(page.contains("data:image/png;base64,"));
    assertFalse(page.contains("src=\"franka"), "needs a file beside it");
  }

  @Test
  void shouldGiveImitatorsTheReferencesHumanSteps() throws IOException {
    assertEquals(0, run("--steps", "150", "--seeds", "3"));
    List<String> lines = Files.readAllLines(dir.resolve("out.jsonl"));
    long reference = human(lines.get(0));
    long imitator = human(lines.get(1));
    assertTrue(reference > 20, "human steps " + reference);
    // The episode in which the budget ends is shown to its end.
    assertTrue(imitator >= reference && imitator <= reference + 50, imitator + " " + reference);
  }

  private static long human(String line) {
    return Long.parseLong(line.replaceAll(".*\"human_steps\": (\\d+).*", "$1"));
  }

  @Test
  void shouldRefuseAnOutcomeOfOtherSettings() {
    assertEquals(0, run("--steps", "60", "--seeds", "1"));
    assertEquals(2, run("--steps", "70", "--seeds", "1"));
    assertTrue(complaint.contains("1.json: was run with other settings"), complaint);
  }

  @Test
  void shouldAskForTheReferenceThatSetsTheBudget() {
    CommandLine line = new CommandLine(new ExperimentCommand());
    ExperimentCommand command = line.getCommand();
    line.parseArgs("--rig", RIG.toString(), "--algorithms", "bc");
    assertTrue(
        assertThrows(ConfigException.class, command::call).getMessage().contains("expected both"));
  }
}
