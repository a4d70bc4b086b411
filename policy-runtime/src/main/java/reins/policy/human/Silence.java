package reins.policy.human;

import reins.contract.config.ConfigException;

/**
 * Watches that whoever drives is still heard: a short silence stalls the robot, a longer one ends
 * the take-over.
 *
 * <p>Threads: one owner.
 */
public final class Silence {
  /** From the last message of something that died to the step that no longer follows it. */
  public static final long RETURN_NS = 200_000_000;

  private static final long SHORTEST_NS = 50_000_000;
  private static final long GIVE_UP_NS = 1_000_000_000;

  private final LinkLoss whenLost;
  private final long stall_ns;
  private boolean stalled;
  private long stalls;
  private long longestReturn_ns;

  /**
   * A watch whose silence and one period of the loop add up to {@link #RETURN_NS}.
   *
   * @param period_ns of the loop
   * @throws ConfigException where the loop is too slow for that
   */
  public Silence(LinkLoss whenLost, long period_ns) {
    this.whenLost = whenLost;
    stall_ns = RETURN_NS - period_ns;
    if (stall_ns < SHORTEST_NS)
      throw new ConfigException(
          "policy_hz: expected at least 6.7 where a person drives by page or device: a lost one must be left within 0.2 s");
  }

  /**
   * Takes a step's look.
   *
   * @param silent_ns since the last message; 0 where nobody drives
   * @return whether the take-over is over
   */
  public boolean lost(long silent_ns) {
    boolean late = silent_ns > stall_ns;
    if (late && !stalled) {
      stalls++;
      longestReturn_ns = Math.max(longestReturn_ns, silent_ns);
    }
    stalled = late;
    boolean over = late && (whenLost == LinkLoss.POLICY || silent_ns > GIVE_UP_NS);
    if (over) stalled = false;
    return over;
  }

  /** What becomes of the robot then. */
  public LinkLoss whenLost() {
    return whenLost;
  }

  /** Nobody drives any more. */
  public void forget() {
    stalled = false;
  }

  /** Whether the robot holds and waits for its driver to be heard again. */
  public boolean stalled() {
    return stalled;
  }

  /** How often a driver fell silent. */
  public long stalls() {
    return stalls;
  }

  /** The most that went by from a driver's last message to the step without it. */
  public long longestReturn_ns() {
    return longestReturn_ns;
  }
}
