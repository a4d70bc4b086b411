package reins.policy.observe;

/**
 * Whatever a policy sees through: a camera's topic, or a simulator.
 *
 * <p>Threads: called by the actor's loop; must not block.
 */
public interface Cameras {
  /** No eyes. */
  Cameras NONE = out -> {};

  /**
   * Copies the newest picture and its stamp; leaves both where none came since. {@code out}
   * written.
   */
  void latest(Images out);
}
