package reins.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StepClockTest {
  private final StepClock clock = new StepClock(100, 1000);

  @Test
  void shouldKeepTheGridWhenStepsAreABitLate() {
    assertEquals(50, clock.wait_ns(950));
    clock.begin(1030);
    assertEquals(70, clock.wait_ns(1030));
    clock.begin(1199);
    assertEquals(1, clock.wait_ns(1199));
    assertEquals(0, clock.missed());
  }

  @Test
  void shouldSkipAndCountWhatCannotBeMadeUpFor() {
    clock.begin(1000);
    clock.begin(1350);
    assertEquals(2, clock.missed());
    assertEquals(50, clock.wait_ns(1350));
  }
}
