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

  @Test
  void shouldDrawEachTasksRunsFromItsOwn() {
    // Tasks without spread: every resample is the same, whatever the tasks' distance.
    Intervals.Interval i = Intervals.overTasks(new double[][] {{0, 0, 0, 0}, {1, 1, 1, 1}});
    assertEquals(0.5, i.value());
    assertEquals(0.5, i.low());
    assertEquals(0.5, i.high());
  }

  @Test
  void shouldSayHowLikelyOneIsBetter() {
    double[][] good = {{0.8, 0.9, 1.0}};
    double[][] bad = {{0.1, 0.2, 0.8}};
    // 8 of 9 pairs better, one tied.
    assertEquals(8.5 / 9, Intervals.improvement(good, bad).value(), 1e-12);
    assertEquals(0.5, Intervals.improvement(good, good).value(), 1e-12);
  }

  @Test
  void shouldBeInfiniteOnlyWhereTheMiddleIs() {
    double never = Double.POSITIVE_INFINITY;
    assertEquals(2.5, Intervals.interquartileMean(new double[] {1, 2, 3, never}));
    assertEquals(never, Intervals.interquartileMean(new double[] {1, 2, never, never}));
  }
}
