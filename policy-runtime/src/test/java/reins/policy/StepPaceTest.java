package reins.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepPaceTest {
  private static final long PERIOD_NS = 100_000_000;

  private final List<Long> revised_ns = new ArrayList<>();

  @Test
  void shouldReviseSeldomEnoughAndNotAtTheLastMoment() {
    long due_ns = System.nanoTime() + PERIOD_NS;
    StepPace pace = new StepPace(new StepClock(PERIOD_NS, due_ns));
    pace.news();
    pace.await(
        () -> false,
        now_ns -> {
          revised_ns.add(now_ns);
          pace.news();
        });
    assertTrue(System.nanoTime() >= due_ns);
    assertFalse(revised_ns.isEmpty());
    for (int i = 1; i < revised_ns.size(); i++)
      assertTrue(revised_ns.get(i) - revised_ns.get(i - 1) >= StepPace.REVISE_EVERY_NS);
    assertTrue(revised_ns.getLast() <= due_ns - StepPace.LAST_CALL_NS);
  }

  @Test
  void shouldWakeForNewsOfAnotherThread() throws InterruptedException {
    StepPace pace = new StepPace(new StepClock(PERIOD_NS, System.nanoTime() + 3600 * PERIOD_NS));
    Thread other =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (revised_ns.isEmpty()) pace.news();
                });
    pace.await(() -> !revised_ns.isEmpty(), revised_ns::add);
    other.join();
    assertEquals(1, revised_ns.size());
  }

  @Test
  void shouldLeaveAQuietStepAlone() {
    StepPace pace = new StepPace(new StepClock(PERIOD_NS, System.nanoTime() + PERIOD_NS / 10));
    pace.await(() -> false, revised_ns::add);
    assertTrue(revised_ns.isEmpty());
  }
}
