package reins.learner.backend;

import reins.contract.config.Task;

/**
 * Sizes and step sizes of one learner's networks.
 *
 * @param critics members of the critic ensemble
 * @param batch rows of every training batch
 * @param tau Polyak coefficient of the target copies
 * @param criticNorm layer norm in the critics
 * @param sharedHead whether all critics end in one and the same last layer
 */
public record NetworkSpec(
    int obsDim,
    int actionDim,
    int[] hidden,
    int critics,
    int batch,
    double actorLr,
    double criticLr,
    double tau,
    boolean criticNorm,
    boolean sharedHead) {

  /** Critics of their own each, with layer norm. */
  public NetworkSpec(
      int obsDim,
      int actionDim,
      int[] hidden,
      int critics,
      int batch,
      double actorLr,
      double criticLr,
      double tau) {
    this(obsDim, actionDim, hidden, critics, batch, actorLr, criticLr, tau, true, false);
  }

  /** Reads a task. */
  public static NetworkSpec of(Task task) {
    var learning = task.learning();
    return new NetworkSpec(
        task.obsDim(),
        task.action().dim(),
        learning.hidden(),
        learning.critics(),
        learning.batch(),
        learning.actor_lr(),
        learning.critic_lr(),
        learning.tau(),
        learning.critic_layer_norm(),
        false);
  }

  /**
   * The same for networks that see what an encoder makes of the cameras before what is measured.
   */
  public static NetworkSpec seeing(Task task) {
    NetworkSpec s = of(task);
    ConvShape shape = ConvShape.of(task);
    int seen = s.obsDim + (shape == null ? 0 : shape.out());
    return new NetworkSpec(
        seen,
        s.actionDim,
        s.hidden,
        s.critics,
        s.batch,
        s.actorLr,
        s.criticLr,
        s.tau,
        s.criticNorm,
        s.sharedHead);
  }

  /** Whether these networks see all that a task shows. */
  public boolean seeAll(Task task) {
    return obsDim == seeing(task).obsDim;
  }

  /** The same actor without critics. */
  public NetworkSpec actorOnly() {
    return new NetworkSpec(obsDim, actionDim, hidden, 0, batch, actorLr, criticLr, tau);
  }

  /** The same networks for the first so many numbers of the action. */
  public NetworkSpec withActionDim(int dim) {
    return new NetworkSpec(
        obsDim, dim, hidden, critics, batch, actorLr, criticLr, tau, criticNorm, sharedHead);
  }

  /** The same networks, the critics' last layer shared or not. */
  public NetworkSpec withSharedHead(boolean shared) {
    return new NetworkSpec(
        obsDim, actionDim, hidden, critics, batch, actorLr, criticLr, tau, criticNorm, shared);
  }

  /** obs to mu and log std. */
  public MlpShape actorShape() {
    return new MlpShape(obsDim, hidden, 2 * actionDim);
  }

  /** obs to so many values. */
  public MlpShape valueShape(int values) {
    return new MlpShape(obsDim, hidden, values);
  }

  /** obs and action to one value. */
  public MlpShape criticShape() {
    return new MlpShape(obsDim + actionDim, hidden, 1, criticNorm);
  }
}
