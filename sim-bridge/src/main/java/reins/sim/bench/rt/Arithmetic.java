package reins.sim.bench.rt;

/**
 * Ten microseconds of arithmetic: as much as fills that time where nobody takes any of it.
 *
 * <p>Threads: one.
 */
final class Arithmetic {
  private static final long TAKES_ns = 10_000;
  private static final int TRIES = 20_000, TRIED_ROUNDS = 1000;

  private int rounds = TRIED_ROUNDS;
  private long sum = 1;

  /** Measured on the thread, and with the rights, that will do it. */
  Arithmetic() {
    long quickest_ns = Long.MAX_VALUE;
    for (int i = 0; i < TRIES; i++) quickest_ns = Math.min(quickest_ns, time_ns());
    rounds = (int) (TRIED_ROUNDS * TAKES_ns / quickest_ns);
  }

  /** Does it. Returns how long that took. */
  long time_ns() {
    long begin_ns = System.nanoTime();
    long x = sum;
    for (int i = 0; i < rounds; i++) {
      x ^= x << 13;
      x ^= x >>> 7;
      x ^= x << 17;
    }
    sum = x;
    return System.nanoTime() - begin_ns;
  }
}
