package reins.sim.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class IntervalsTest {
  /** Published values of Wilson's interval: 95 of 100 is (0.888, 0.978), 0 of 10 is (0, 0.278). */
  @Test
  void shouldMatchPublishedWilsonIntervals() {
    Intervals.Interval high = Intervals.wilson(95, 100);
    assertEquals(0.888, high.low(), 5e-4);
    assertEquals(0.978, high.high(), 5e-4);
    Intervals.Interval none = Intervals.wilson(0, 10);
    assertEquals(0, none.low(), 1e-12);
    assertEquals(0.278, none.high(), 5e-4);
  }

  @Test
  void shouldTakeMiddleHalf() {
    assertEquals(2.5, Intervals.interquartileMean(new double[] {1, 2, 3, 100}), 1e-12);
    assertEquals(2, Intervals.interquartileMean(new double[] {1, 2, 3}), 1e-12);
    assertEquals(7, Intervals.interquartileMean(new double[] {7}), 1e-12);
  }

  @Test
  void shouldBracketTheEstimate() {
    Intervals.Interval i = Intervals.overSeeds(new double[] {0.9, 0.95, 1.0, 0.97, 0.99});
    assertTrue(i.low() <= i.value() && i.value() <= i.high());
    assertTrue(i.low() >= 0.9 && i.high() <= 1.0);
  }
}
