package reins.policy.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long PERIOD_NS = 100_000_000;
  private static final long START_NS = Long.MAX_VALUE - 50 * PERIOD_NS; // the clock may turn over

  /** How many of those are let through that come in so many periods, each up to a share off. */
  private static int let(int periods, double perPeriod, double tremble, long seed) {
    java.util.Random random = new java.util.Random(seed);
    Pace pace = new Pace(10, START_NS);
    int let = 0;
    for (int i = 0; i < periods * perPeriod; i++) {
      double at = 3 + i / perPeriod + tremble * (random.nextDouble() - 0.5);
      if (pace.lets(START_NS + Math.round(at * PERIOD_NS))) let++;
    }
    return let;
  }

  @Property(tries = 200)
  void shouldLoseNothingOfWhatComesAtItsRate(
      @ForAll long seed, @ForAll @DoubleRange(max = 0.49) double tremble) {
    assertEquals(100, let(100, 1, tremble, seed));
  }

  @Property(tries = 200)
  void shouldLetFasterOnesThroughAtItsRate(
      @ForAll long seed, @ForAll @DoubleRange(min = 1.1, max = 40) double perPeriod) {
    int let = let(100, perPeriod, 0.1, seed);
    assertTrue(let >= 95 && let <= 102, "of 100 " + let);
  }

  @Test
  void shouldLetSlowOnesThrough() {
    assertEquals(50, let(100, 0.5, 0, 1));
  }
}
