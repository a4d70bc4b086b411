package reins.learner.backend;

import reins.contract.config.TaskConfig;

/**
 * Sizes and step sizes of one learner's networks.
 *
 * @param critics members of the critic ensemble
 * @param batch rows of every training batch
 * @param tau Polyak coefficient of the target critics
 */
public record NetworkSpec(
    int obsDim,
    int actionDim,
    int[] hidden,
    int critics,
    int batch,
    double actorLr,
    double criticLr,
    double tau) {

  /** Reads a task. */
  public static NetworkSpec of(TaskConfig task) {
    var learning = task.learning();
    return new NetworkSpec(
        task.obsDim(),
        task.action().dim(),
        learning.hidden(),
        learning.critics(),
        learning.batch(),
        learning.actor_lr(),
        learning.critic_lr(),
        learning.tau());
  }

  /** The same actor without critics. */
  public NetworkSpec actorOnly() {
    return new NetworkSpec(obsDim, actionDim, hidden, 0, batch, actorLr, criticLr, tau);
  }

  /** obs to mu and log std. */
  public MlpShape actorShape() {
    return new MlpShape(obsDim, hidden, 2 * actionDim);
  }

  /** obs and action to one value. */
  public MlpShape criticShape() {
    return new MlpShape(obsDim + actionDim, hidden, 1);
  }
}
