package reins.policy.human;

/**
 * Whether the robot was told to hold still until somebody says start: one for everybody who may say
 * so.
 *
 * <p>Threads: any.
 */
public final class Pause {
  private String why = "";
  private boolean landing;

  /** The robot holds from now on. */
  public synchronized void begin(String reason) {
    why = reason;
  }

  /** Whoever drove is lost: from now on the robot does what is said to follow. */
  public synchronized void lost(LinkLoss whenLost, String reason) {
    if (whenLost == LinkLoss.POLICY) return;
    why = reason;
    landing = whenLost == LinkLoss.LAND;
  }

  /** The robot may go on. */
  public synchronized void end() {
    why = "";
    landing = false;
  }

  /** Whether it lands while it holds. */
  public synchronized boolean landing() {
    return landing;
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
