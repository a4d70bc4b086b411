package reins.policy.human;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ProgressWatchTest {
  private final ProgressWatch watch = new ProgressWatch(5);

  @Test
  void shouldBePatientWhileTheWayGetsShorter() {
    for (double remaining = 50; remaining > 0; remaining -= 0.6)
      assertFalse(watch.stalled(remaining));
  }

  @Test
  void shouldLosePatienceWhenNothingHappens() {
    watch.stalled(20);
    int waited = 1;
    while (!watch.stalled(20.1)) waited++;
    assertEquals(5, waited);
  }

  @Test
  void shouldNotWaitWhenThingsGetMuchWorse() {
    watch.stalled(10);
    assertFalse(watch.stalled(14));
    assertTrue(watch.stalled(15.5));
  }

  @Test
  void shouldForgetOnReset() {
    watch.stalled(10);
    for (int i = 0; i < 4; i++) watch.stalled(10);
    watch.reset();
    assertFalse(watch.stalled(30));
  }
}
