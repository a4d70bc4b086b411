package reins.policy.human;

/**
 * Whether the robot was told to hold still until somebody says start: one for everybody who may say
 * so.
 *
 * <p>Threads: any.
 */
public final class Pause {
  private String why = "";

  /** The robot holds from now on. */
  public synchronized void begin(String reason) {
    why = reason;
  }

  /** The robot may go on. */
  public synchronized void end() {
    why = "";
  }

  /** Whether the robot holds. */
  public synchronized boolean on() {
    return !why.isEmpty();
  }

  /** Why it holds, as a sentence; empty where it does not. */
  public synchronized String why() {
    return why;
  }
}
