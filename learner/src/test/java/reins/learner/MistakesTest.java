package reins.learner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reins.contract.config.ConfigException;
import reins.contract.config.ConfigReader;
import reins.contract.config.TaskConfig;
import reins.contract.data.PolicySpec;
import reins.learner.dataset.Datasets;

/** The usual mistakes in a task: one line with file, key, what is there and what was expected. */
class MistakesTest {
  private static final Path TASKS =
      Path.of(System.getProperty("reins.root", ".."), "hardware-configs/tasks");

  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "critic_lr: 3.0e-4 | critic_lr: 0 | learning: critic_lr: expected a number > 0, got 0.0",
        "actor_lr: 3.0e-4 | actor_lr: -1.0e-4 | learning: actor_lr: expected a number > 0, got -1.0E-4",
        "discount: 0.97 | discount: 97 | learning: discount: expected a number from 0.0 to 1.0, got 97.0",
        "batch: 256 | batch: 1 | learning: batch: expected a number from 2.0 to 65536.0, got 1.0",
        "batch: 256 | batch: 4096 | learning: capacity: expected at least batch 4096 and start_transitions 100, got 2000",
        "start_transitions: 100 | start_transitions: 5000 | learning: capacity: expected at least batch 256 and start_transitions 5000, got 2000",
        "critics_min: 2 | critics_min: 12 | learning: critics_min: expected a number from 1.0 to 2.0, got 12.0",
        "utd: 4 | utd: 0 | learning: utd: expected a number from 1.0 to 100.0, got 0.0",
        "hidden: [128, 128] | hidden: [] | learning: hidden: expected 1 to 4 widths",
        "utd: 4 | utd: four | learning.utd: expected int",
        "utd: 4 | udt: 4 | learning: missing key utd",
      })
  void shouldNameFileKeyValueAndExpectation(String right, String wrong, String expected)
      throws IOException {
    String text =
        Files.readString(TASKS.resolve("franka-pick-cube.yaml"))
            .replace("capacity: 200000", "capacity: 2000");
    assertTrue(text.contains(right), right);
    Path file = dir.resolve("task.yaml");
    Files.writeString(file, text.replace(right, wrong));
    String message =
        assertThrows(ConfigException.class, () -> ConfigReader.read(file, TaskConfig.class))
            .getMessage();
    assertTrue(message.startsWith(file + ": " + expected), message);
    assertEquals(1, message.lines().count());
  }

  @Test
  void shouldFindEveryTaskWhereMessagesSayItIs() throws IOException {
    try (var files = Files.list(TASKS)) {
      for (Path file : files.toList())
        assertTrue(
            Files.readAllLines(file)
                .contains("name: " + file.getFileName().toString().replace(".yaml", "")),
            file.toString());
    }
  }

  private static String refused(TaskConfig task) {
    return assertThrows(ConfigException.class, () -> LearnerState.open(task, 1, 1, null).close())
        .getMessage();
  }

  @Test
  void shouldNameACapacityThatDoesNotFitTheMachine() {
    TaskConfig task = TestTasks.task(500, 3, TestTasks.small("rlpd", 2, 1, 10));
    String message =
        refused(task.with(Map.of("learning", Map.of("capacity", 100_000_000)))); // 2 TB
    assertTrue(
        message.startsWith(
            "hardware-configs/tasks/franka-pick-cube.yaml: learning.capacity: two buffers of 100000000"),
        message);
    assertTrue(message.contains("expected at most"), message);
  }

  @Test
  void shouldNameAnAlgorithmThatThereIsNotAndASettingThatItHasNot() {
    String unknown = refused(TestTasks.tiny("ppo"));
    assertTrue(
        unknown.startsWith(
            "hardware-configs/tasks/franka-pick-cube.yaml: learning.algorithm: expected one of [bc, "),
        unknown);
    assertTrue(unknown.endsWith("got 'ppo'"), unknown);
    TaskConfig task =
        TestTasks.tiny("iql")
            .with(Map.of("learning", Map.of("algorithm", Map.of("name", "iql", "expectyle", 0.8))));
    String setting = refused(task);
    assertTrue(
        setting.startsWith(
            "hardware-configs/tasks/franka-pick-cube.yaml: learning.algorithm.expectyle: unknown key; expected one of"),
        setting);
  }

  @Test
  void shouldNameDemonstrationsOfOtherSizes() {
    TaskConfig task = TestTasks.tiny("rlpd");
    Path folder = Datasets.write(dir.resolve("demos"), 3, 2, "");
    String message = refused(task.with(Map.of("learning", Map.of("demos", folder.toString()))));
    assertEquals(
        "hardware-configs/tasks/franka-pick-cube.yaml: learning.demos: "
            + folder
            + ": expected 4 numbers of state and 4 of action, as the task's observation and action.dim have, got 3 and 2",
        message);
    String missing = refused(task.with(Map.of("learning", Map.of("demos", "/nowhere"))));
    assertTrue(missing.contains("/nowhere: meta/info.json cannot be read"), missing);
  }

  @Test
  void shouldBeginWithTheTasksDemonstrationsOnce() {
    TaskConfig tiny = TestTasks.tiny("rlpd");
    Path folder = Datasets.write(dir.resolve("demos"), 4, 4, PolicySpec.of(tiny).fingerprint());
    TaskConfig task = tiny.with(Map.of("learning", Map.of("demos", folder.toString())));
    for (long expected : List.of(6L, 0L))
      try (LearnerState state = LearnerState.open(task, 1, 1, dir.resolve("run"))) {
        assertEquals(expected, state.shown());
        assertEquals(6, state.inbox().stored());
      }
  }
}
