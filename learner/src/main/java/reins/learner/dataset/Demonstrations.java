package reins.learner.dataset;

import java.nio.file.Path;
import reins.contract.config.ConfigException;
import reins.contract.config.Task;
import reins.contract.data.PolicySpec;
import reins.learner.serve.Inbox;

/** Episodes of a LeRobot folder as a learner's demonstrations. */
public final class Demonstrations {
  /** In the place of an actor's session in the journal. */
  private static final long SESSION = 0x64656d6f73L; // "demos"

  private Demonstrations() {}

  /**
   * Stores every step as part of a demonstration.
   *
   * <p>Errors: {@link ConfigException} with one line where the folder was recorded for another
   * contract, has other sizes than the task, or is none.
   *
   * @return how many
   */
  public static long into(Inbox inbox, Path folder, Task task) {
    if (!task.cameras().isEmpty())
      throw new ConfigException(
          "%s: learning.demos: a recorded folder does not say what the camera saw at an episode's end: expected demonstrations from an actor"
              .formatted(task.file()));
    Dataset data = read(folder, task);
    if (data.obsDim() != task.obsDim() || data.actionDim() != task.action().dim())
      throw new ConfigException(
          "%s: learning.demos: %s: expected %d numbers of state and %d of action, as the task's observation and action.dim have, got %d and %d"
              .formatted(
                  task.file(),
                  folder,
                  task.obsDim(),
                  task.action().dim(),
                  data.obsDim(),
                  data.actionDim()));
    String expected = PolicySpec.of(task).fingerprint();
    if (!data.fingerprint().isEmpty() && !data.fingerprint().equals(expected))
      throw new ConfigException(
          "%s: learning.demos: %s: recorded with another observation, action or policy_hz than the task's"
              .formatted(task.file(), folder));
    data.steps().forEach(t -> inbox.store(SESSION, t.shown()));
    return data.steps().count();
  }

  private static Dataset read(Path folder, Task task) {
    try {
      return LeRobotReader.read(folder);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(task.file() + ": learning.demos: " + e.getMessage());
    }
  }
}
