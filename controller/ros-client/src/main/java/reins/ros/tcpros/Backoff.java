package reins.ros.tcpros;

/**
 * How long to wait before trying again: doubling from 0.1 s, so that a restarted peer is found at
 * once and a dead one costs nothing.
 *
 * <p>Threads: one at a time.
 */
public final class Backoff {
  private static final int FIRST_MS = 100;

  private final int most_ms;
  private int next_ms = FIRST_MS;

  public Backoff(int most_ms) {
    this.most_ms = most_ms;
  }

  public void reset() {
    next_ms = FIRST_MS;
  }

  /** Makes the next wait the longest: for a refusal that will not mend by itself. */
  public void giveUp() {
    next_ms = most_ms;
  }

  /** The time to wait now, which doubles the next one. */
  public int next_ms() {
    int now_ms = next_ms;
    next_ms = Math.min(most_ms, 2 * next_ms);
    return now_ms;
  }
}
