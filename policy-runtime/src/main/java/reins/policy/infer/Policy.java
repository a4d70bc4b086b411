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
   *
   * @param image [H, W, 3] scaled; empty where the task has no camera
   */
  void act(float[] observation, float[] image, Proposal out);

  /** The same without a camera. */
  default void act(float[] observation, Proposal out) {
    act(observation, NO_IMAGE, out);
  }

  /** What a task without a camera shows. */
  float[] NO_IMAGE = {};

  /** As published by the learner; 0 for the absent policy. */
  long version();
}
