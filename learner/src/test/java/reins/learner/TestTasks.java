package reins.learner;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import reins.contract.config.ConfigReader;
import reins.contract.config.LearningConfig;
import reins.contract.config.TaskConfig;

/** Tasks for tests: the pick-cube task with another observation, action and way of learning. */
public final class TestTasks {
  private TestTasks() {}

  /** A task with {@code 3 terms} observation numbers. */
  public static TaskConfig task(int terms, int actionDim, LearningConfig learning) {
    TaskConfig cube =
        ConfigReader.read(
            Path.of(
                System.getProperty("reins.root", ".."),
                "hardware-configs/tasks/franka-pick-cube.yaml"),
            TaskConfig.class);
    double[] center = new double[3];
    double[] halfRange = {1, 1, 1};
    List<TaskConfig.ObservationTerm> observation =
        IntStream.range(0, terms)
            .mapToObj(i -> new TaskConfig.ObservationTerm("term_" + i, center, halfRange))
            .toList();
    TaskConfig.ActionSpace action = new TaskConfig.ActionSpace(actionDim, 0.025, 0.04, 0.5, 0.15);
    return new TaskConfig(
        cube.name(),
        cube.robot(),
        cube.policy_hz(),
        cube.episode_steps(),
        cube.workspace(),
        action,
        cube.impedance(),
        observation,
        cube.reset(),
        cube.reward(),
        learning,
        cube.operator());
  }

  /** Small networks; the rest as the pick-cube task has it. */
  public static LearningConfig small(String algorithm, int critics, int utd, int start) {
    return new LearningConfig(
        algorithm,
        new int[] {64, 64},
        128,
        0.5,
        utd,
        critics,
        Math.min(2, critics),
        0.95,
        0.005,
        1e-3,
        1e-3,
        1e-3,
        0.01,
        -1.5,
        false,
        start,
        10,
        20_000,
        50,
        3600);
  }
}
