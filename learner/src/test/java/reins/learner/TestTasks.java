package reins.learner;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import reins.contract.config.ActionSpace;
import reins.contract.config.AlgorithmConfig;
import reins.contract.config.CameraTerm;
import reins.contract.config.ConfigReader;
import reins.contract.config.FlightTask;
import reins.contract.config.LearningConfig;
import reins.contract.config.Task;
import reins.contract.config.TaskConfig;

/** Tasks for tests: the pick-cube task with another observation, action and way of learning. */
public final class TestTasks {
  static final String SEEING = "seeing ";

  private TestTasks() {}

  /** quad-look with so small a picture, four measured numbers and small networks. */
  public static FlightTask seeing(String algorithm, int width, int height) {
    FlightTask look =
        ConfigReader.read(
            Path.of(
                System.getProperty("reins.root", ".."), "hardware-configs/tasks/quad-look.yaml"),
            FlightTask.class);
    double[] ones = {1, 1, 1, 1};
    return look.with(
        Map.of(
            "cameras",
            List.of(new CameraTerm("eye", width, height, 127.5, 127.5, 1)),
            "observation",
            List.of(new Task.ObservationTerm("any", new double[4], ones)),
            "learning",
            Map.ofEntries(
                Map.entry("algorithm", algorithm),
                Map.entry("hidden", new int[] {8, 8}),
                Map.entry("batch", 8),
                Map.entry("utd", 2),
                Map.entry("critics", 3),
                Map.entry("start_transitions", 5),
                Map.entry("capacity", 1000),
                Map.entry("checkpoint_every_s", 3600),
                Map.entry(
                    "encoder", Map.of("widths", new int[] {3, 4}, "latent", 5, "shift_px", 1)))));
  }

  /** A task with {@code 3 terms} observation numbers, and one of the gripper where it has one. */
  public static TaskConfig task(int terms, int actionDim, LearningConfig learning) {
    TaskConfig cube =
        ConfigReader.read(
            Path.of(
                System.getProperty("reins.root", ".."),
                "hardware-configs/tasks/franka-pick-cube.yaml"),
            TaskConfig.class);
    double[] center = new double[3];
    double[] halfRange = {1, 1, 1};
    List<TaskConfig.ObservationTerm> observation = new ArrayList<>();
    for (int i = 0; i < terms; i++)
      observation.add(new TaskConfig.ObservationTerm("term_" + i, center, halfRange));
    if (actionDim == 4)
      observation.add(
          new TaskConfig.ObservationTerm("gripper_command", new double[1], new double[] {1}));
    ActionSpace.Arm action =
        new ActionSpace.CartesianDelta(actionDim, 0.025, 0.04, 0, 0, 0, 0.5, 0.15);
    return with(cube, action, observation, learning);
  }

  /** The same task, which does not see the last term of its observation. */
  public static TaskConfig withoutLastTerm(TaskConfig task) {
    List<TaskConfig.ObservationTerm> terms = task.observation();
    return with(task, task.action(), terms.subList(0, terms.size() - 1), task.learning());
  }

  private static TaskConfig with(
      TaskConfig t,
      ActionSpace.Arm action,
      List<TaskConfig.ObservationTerm> observation,
      LearningConfig learning) {
    return new TaskConfig(
        t.name(),
        t.robot(),
        t.policy_hz(),
        t.episode_steps(),
        t.workspace(),
        action,
        t.impedance(),
        observation,
        t.reset(),
        t.reward(),
        learning,
        t.operator());
  }

  /** Small networks; the rest as the pick-cube task has it. */
  public static LearningConfig small(String algorithm, int critics, int utd, int start) {
    return small(AlgorithmConfig.named(algorithm), critics, utd, start, 0.95);
  }

  /** Small networks; the rest as the pick-cube task has it. */
  public static LearningConfig small(
      AlgorithmConfig algorithm, int critics, int utd, int start, double discount) {
    return new LearningConfig(
        algorithm,
        new int[] {64, 64},
        true,
        128,
        0.5,
        utd,
        critics,
        Math.min(2, critics),
        discount,
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

  /**
   * The same as {@link #tiny}, or one with a camera where the name begins with {@value #SEEING}.
   */
  static Task any(String algorithm) {
    if (!algorithm.startsWith(SEEING)) return tiny(algorithm);
    return seeing(algorithm.substring(SEEING.length()), 11, 9);
  }

  /** A task with a gripper and the smallest networks: many updates in little time. */
  public static TaskConfig tiny(String algorithm) {
    LearningConfig learning =
        new LearningConfig(
            AlgorithmConfig.named(algorithm),
            new int[] {8, 8},
            true,
            8,
            0.5,
            2,
            3,
            2,
            0.95,
            0.005,
            1e-3,
            1e-3,
            1e-3,
            0.01,
            -1.5,
            false,
            5,
            1,
            1000,
            50,
            3600);
    return task(1, 4, learning);
  }
}
