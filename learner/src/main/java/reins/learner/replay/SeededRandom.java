package reins.learner.replay;

import java.util.random.RandomGenerator;

/**
 * Random numbers whose whole state is one number that a checkpoint can hold.
 *
 * <p>Source: Steele, Lea and Flood 2014 (SplitMix64).
 */
public final class SeededRandom implements RandomGenerator {
  private long state;

  /** Equal seeds give equal sequences. */
  public SeededRandom(long seed) {
    state = seed;
  }

  @Override
  public long nextLong() {
    state += 0x9E3779B97F4A7C15L;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** All there is to know about the numbers to come. */
  public long state() {
    return state;
  }

  /** Continues from a saved state. */
  public void restore(long saved) {
    state = saved;
  }
}
