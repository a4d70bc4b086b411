package reins.policy.infer;

/**
 * Maps an observation to an action.
 *
 * <p>Threads: the actor's loop.
 */
public interface Policy {
  /**
   * Proposes an action for an observation; never throws. {@code out} written: zeros where the
   * policy has nothing finite to propose.
   */
  void act(float[] observation, Proposal out);

  /** As published by the learner; 0 for the absent policy. */
  long version();
}
