package reins.policy.observe;

/**
 * Whatever knows where the task's object is: a tracker's topic, or a simulator.
 *
 * <p>Threads: called by the actor's loop; must not block.
 */
public interface Trackers {
  /** Copies the newest pose; leaves the frame as it is where there is none. {@code out} written. */
  void latest(Objects out);
}
