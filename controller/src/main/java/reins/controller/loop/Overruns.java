package reins.controller.loop;

/**
 * When armed ticks overran, how late they had begun and how long they took, so that each can be
 * laid beside what the machine did then. Keeps the first ones; counts all.
 *
 * <p>Threads: {@link #note} is the loop's; read once the loop has ended.
 */
public final class Overruns {
  private static final int KEPT = 1024;

  private final long[] at_ns = new long[KEPT];
  private final long[] late_ns = new long[KEPT];
  private final long[] took_ns = new long[KEPT];
  private int count;

  /** Notes one tick. Allocates nothing. */
  void note(long now_ns, long late_ns, long took_ns) {
    if (count < KEPT) {
      this.at_ns[count] = now_ns;
      this.late_ns[count] = late_ns;
      this.took_ns[count] = took_ns;
    }
    count++;
  }

  /** How many were kept. */
  public int kept() {
    return Math.min(count, KEPT);
  }

  /** Monotonic time at which the tick began. */
  public long at_ns(int i) {
    return at_ns[i];
  }

  /** How long after its deadline it began. */
  public long late_ns(int i) {
    return late_ns[i];
  }

  /** How long it computed. */
  public long took_ns(int i) {
    return took_ns[i];
  }
}
