package reins.learner.dataset;

import java.nio.file.Path;
import reins.contract.config.ConfigException;
import reins.contract.config.Task;
import reins.contract.data.PolicySpec;
import reins.contract.data.Transition;
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
   * contract or has other sizes than the task; {@link IllegalArgumentException} where it is none.
   *
   * @return how many
   */
  public static long into(Inbox inbox, Path folder, Task task) {
    Dataset data = LeRobotReader.read(folder);
    if (data.obsDim() != task.obsDim() || data.actionDim() != task.action().dim())
      throw new ConfigException(
          "--demos: %s: expected %d numbers of state and %d of action for %s, got %d and %d"
              .formatted(
                  folder,
                  task.obsDim(),
                  task.action().dim(),
                  task.name(),
                  data.obsDim(),
                  data.actionDim()));
    String expected = PolicySpec.of(task).fingerprint();
    if (!data.fingerprint().isEmpty() && !data.fingerprint().equals(expected))
      throw new ConfigException(
          "--demos: "
              + folder
              + ": recorded with other observations or actions than "
              + task.name());
    data.steps().forEach(t -> inbox.store(SESSION, shown(t)));
    return data.steps().count();
  }

  private static Transition shown(Transition t) {
    return new Transition(
        t.obs(),
        t.action(),
        t.proposed(),
        t.reward(),
        t.mask(),
        t.done(),
        t.nextObs(),
        t.source(),
        t.policyVersion(),
        t.episode(),
        t.step(),
        true,
        t.success(),
        t.stamp_ns(),
        t.realtimeDegraded());
  }
}
