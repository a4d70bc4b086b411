package reins.learner.replay;

import reins.contract.data.Transition;

/**
 * Experience and demonstrations; which of them a step is, and at what reward, the algorithm's
 * intake says.
 *
 * @param online what happened while the policy was in charge, corrections included
 * @param demonstration what the operator showed
 */
public record Buffers(ReplayBuffer online, ReplayBuffer demonstration, Intake intake) {
  /** Two empty buffers. */
  public Buffers(int capacity, int obsDim, int actionDim, Intake intake) {
    this(
        new ReplayBuffer(capacity, obsDim, actionDim),
        new ReplayBuffer(capacity, obsDim, actionDim),
        intake);
  }

  /** Stores a transition where it belongs. */
  public void add(Transition t) {
    intake.take(t, online, demonstration);
  }
}
