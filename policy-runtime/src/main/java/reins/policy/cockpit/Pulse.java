package reins.policy.cockpit;

/**
 * Numbers the pictures that go out and knows when: a page that answers to an old one acts on what
 * is no more.
 *
 * <p>Threads: one writes, any reads.
 */
final class Pulse {
  /** An answer to a picture older than this is not used. */
  static final long OLD_NS = 300_000_000;

  private static final int KEPT = 64;

  private final long[] sent_ns = new long[KEPT];
  private long newest;

  /** The next picture's number. */
  synchronized long beat(long now_ns) {
    newest++;
    sent_ns[(int) (newest % KEPT)] = now_ns;
    return newest;
  }

  /** Whether a picture was sent, and lately. */
  synchronized boolean recent(long number, long now_ns) {
    if (number <= 0 || number > newest || number <= newest - KEPT) return false;
    return now_ns - sent_ns[(int) (number % KEPT)] <= OLD_NS;
  }
}
