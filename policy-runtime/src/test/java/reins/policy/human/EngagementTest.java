package reins.policy.human;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EngagementTest {
  private static final long FRAME_NS = 20_000_000;
  private final Engagement engagement = new Engagement();
  private long now_ns = 1;

  private boolean read(Device device, double x) {
    return read(device, x, false, false);
  }

  private boolean read(Device device, double x, boolean button, boolean held) {
    now_ns += FRAME_NS;
    return engagement.read(now_ns, device, new double[] {0, x, 0, 0, 0, 0}, button, held);
  }

  /**
   * A pad that lies there: drift and noise below the onset, with a spike that lasts two readings.
   */
  @Property(tries = 50)
  void shouldNeverTakeNoiseForAPerson(
      @ForAll @Size(200) List<@DoubleRange(min = -0.19, max = 0.19) Double> noise) {
    Engagement fresh = new Engagement();
    long at_ns = 1;
    for (int i = 0; i < noise.size(); i++) {
      boolean spike = i % 50 == 10 || i % 50 == 11;
      double x = spike ? 0.95 : noise.get(i);
      at_ns += FRAME_NS;
      assertFalse(fresh.read(at_ns, Device.GAMEPAD, new double[] {x, 0, 0, 0, 0, 0}, false, false));
    }
  }

  @Test
  void shouldEngageOnThreeReadingsOfAPadAndOneOfAKey() {
    assertFalse(read(Device.GAMEPAD, 0.5));
    assertFalse(read(Device.GAMEPAD, 0.5));
    assertTrue(read(Device.GAMEPAD, 0.5));
    engagement.drop();
    assertFalse(read(Device.KEYBOARD, 0));
    assertTrue(read(Device.KEYBOARD, 1));
  }

  @Test
  void shouldKeepThePersonBetweenOnsetAndDeadZoneAndBridgeShortRests() {
    read(Device.KEYBOARD, 1);
    for (int i = 0; i < 100; i++) assertTrue(read(Device.KEYBOARD, 0.1));
    long rest_ns = now_ns;
    while (now_ns + FRAME_NS - rest_ns <= Engagement.RELEASE_AFTER_NS)
      assertTrue(read(Device.KEYBOARD, 0));
    assertFalse(read(Device.KEYBOARD, 0));
    assertFalse(read(Device.KEYBOARD, 0.15));
  }

  @Test
  void shouldHoldOnWithoutMotionWhileToldTo() {
    for (int i = 0; i < 100; i++) assertTrue(read(Device.GAMEPAD, 0, false, true));
    assertTrue(read(Device.GAMEPAD, 0, true, false));
  }

  @Test
  void shouldWantRestAfterADrop() {
    read(Device.KEYBOARD, 1);
    engagement.drop();
    for (int i = 0; i < 50; i++) assertFalse(read(Device.KEYBOARD, 1));
    assertFalse(read(Device.KEYBOARD, 0, false, true));
    assertFalse(read(Device.KEYBOARD, 0));
    assertTrue(read(Device.KEYBOARD, 1));
  }

  @Property
  void shouldBeginMotionAtZero(@ForAll @DoubleRange(min = -1, max = 1) double x) {
    double[] axes = {x, 0, 0, 0, 0, 0};
    new Engagement().read(1, Device.KEYBOARD, axes, false, false);
    double expected = Math.signum(x) * Math.max(0, Math.abs(x) - Engagement.DEAD_ZONE) / (1 - 0.08);
    assertEquals(expected, axes[0], 1e-12);
  }
}
