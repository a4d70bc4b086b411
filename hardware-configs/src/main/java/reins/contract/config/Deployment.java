package reins.contract.config;

import java.nio.file.Path;
import java.util.Map;

/** A task with the robot that does it, each checked against the other. */
public sealed interface Deployment permits RigConfig.Resolved, FlightTask.Resolved {
  /** What is wanted. */
  Task task();

  /** The robot's joints; 0 for a quadrotor. */
  int joints();

  /** The gripper's full opening; 0 for a quadrotor. */
  double width_max_m();

  /** The same with some of the task's keys replaced. */
  Deployment with(Map<String, Object> changes);

  /**
   * Reads a task and where it runs: a rig for an arm's task, a flight for a quadrotor's.
   *
   * <p>Errors: {@link ConfigException}.
   *
   * @param configs folder hardware-configs
   * @param file rig or flight; null: the simulated one that fits the task
   * @param task name of a file in tasks/; null: the rig's own
   */
  static Deployment load(Path configs, Path file, String task) {
    Path taskFile = configs.resolve("tasks").resolve(task + ".yaml");
    if (task == null || !ConfigReader.has(taskFile, FlightTask.KEY))
      return RigConfig.load(file == null ? configs.resolve("rigs/sim-franka.yaml") : file, task);
    String quadrotor = ConfigReader.read(taskFile, FlightTask.class).quadrotor();
    Path simulated = configs.resolve("flights").resolve("sim-" + quadrotor + ".yaml");
    return FlightTask.load(file == null ? simulated : file, taskFile);
  }
}
