package reins.controller.loop;

/**
 * Notices that somebody else's beat falls into a loop's ticks, and steps aside. The timer of a
 * virtual machine's host for example stops a core for 50 us a hundred times a second: a loop whose
 * period divides its own meets it in every so many ticks, for seconds on end, until the two clocks
 * have drifted apart.
 *
 * <pre>
 *   slow:  took &gt; median + 20 us
 *   met:   + 32 for a slow tick, - 1 for another; a beat is met at 75, three of 24 slow
 * </pre>
 *
 * <p>Threads: the loop's.
 */
final class Aside {
  /** There and back: from the fifths of a millisecond where loops begin to the next two. */
  static final long STEP_ns = 200_000;

  private static final long SLOW_ns = 20_000;
  private static final long MEDIAN_STEP_ns = 100;
  private static final int SLOW_WEIGHT = 32;
  private static final int MET = 75;

  /** Ticks that it stays where it stepped, whatever it meets there. */
  private static final int STAYS = 250;

  private long median_ns;
  private int weight;
  private int stays = STAYS;
  private boolean aside;

  /**
   * How much later than planned the next ticks are to be due.
   *
   * @param took_ns from when a tick was due until it ended
   */
  long behind(long took_ns) {
    boolean slow = took_ns > median_ns + SLOW_ns;
    median_ns += took_ns > median_ns ? MEDIAN_STEP_ns : -MEDIAN_STEP_ns;
    weight = slow ? weight + SLOW_WEIGHT : Math.max(0, weight - 1);
    stays = Math.max(0, stays - 1);
    if (stays > 0 || weight < MET) return 0;
    weight = 0;
    stays = STAYS;
    aside = !aside;
    return aside ? STEP_ns : -STEP_ns;
  }
}
