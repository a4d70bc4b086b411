package reins.learner.replay;

import reins.contract.data.Transition;

/**
 * Experience and demonstrations: a policy's step is experience, a demonstration's step is
 * demonstration, and a correction is both.
 *
 * <p>Source: Luo et al. 2024 (HIL-SERL), section 3.3: interventions go to both buffers.
 *
 * @param online what happened while the policy was in charge, corrections included
 * @param demonstration what the operator did: demonstrations and corrections
 */
public record Buffers(ReplayBuffer online, ReplayBuffer demonstration) {
  /** Two empty buffers. */
  public Buffers(int capacity, int obsDim, int actionDim) {
    this(
        new ReplayBuffer(capacity, obsDim, actionDim),
        new ReplayBuffer(capacity, obsDim, actionDim));
  }

  /** Stores a transition where it belongs. */
  public void add(Transition t) {
    if (!t.demonstration()) online.add(t);
    if (t.demonstration() || t.intervention()) demonstration.add(t);
  }
}
