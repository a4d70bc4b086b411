package reins.policy.episode;

import reins.contract.config.FlightTask;
import reins.contract.config.Task;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.StateFrame;
import reins.policy.observe.Objects;

/**
 * Whether everything rests so that an episode can begin.
 *
 * <p>Threads: one owner, who asks once a step.
 */
interface Rest {
  /** Whether object and gripper rest. */
  boolean reached(StateFrame state, Objects objects);

  /** What has to rest for a task: a vehicle that has returned already does. */
  static Rest of(Task task) {
    return switch (task) {
      case TaskConfig arm -> new TableRest(arm);
      case FlightTask _ -> (_, _) -> true;
    };
  }
}
