package reins.policy.human;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DeflectionTest {
  private final Deflection hands = new Deflection(100);
  private final double[] axes = new double[PersonAction.AXES];

  private void hold(long now_ns, double value) {
    hands.hold(now_ns, new double[] {value, 0, 0, 0, 0, 0});
  }

  private double whole(long now_ns) {
    hands.whole(now_ns, axes);
    return axes[0];
  }

  /** The forecast at the last change is the integral: what is recorded is what the hands did. */
  @Property
  void shouldComeToWhatTheHandsDid(
      @ForAll @Size(max = 8) List<@IntRange(min = -10, max = 10) Integer> values) {
    hands.begin(1000);
    hold(1000, 0);
    double integral = 0, last = 0, forecast = 0;
    for (int i = 0; i < values.size(); i++) {
      integral += 0.1 * last;
      last = values.get(i) / 10.0;
      hold(1010 + 10 * i, last);
      forecast = whole(1010 + 10 * i);
    }
    double left = (100 - 10 * values.size()) / 100.0;
    assertEquals(integral + left * last, forecast, 1e-9);
  }

  @Test
  void shouldCountATapForAsLongAsItWas() {
    hands.begin(0);
    hold(20, 1);
    assertEquals(0.8, whole(20), 1e-12);
    hold(50, 0);
    assertEquals(0.3, whole(60), 1e-12);
    hands.begin(100);
    assertEquals(0, whole(100), 1e-12);
  }

  @Test
  void shouldForgetWhatWasHeldBeforeATakeOver() {
    hands.begin(0);
    hold(0, 0.1);
    assertEquals(0.4, hands.takeOver(40), 1e-12);
    assertEquals(0.06, whole(40), 1e-12);
    hands.rest(60);
    assertEquals(0.02, whole(70), 1e-12);
  }

  @Test
  void shouldTellTheMeanSinceTheStepBefore() {
    hands.begin(0);
    hold(0, 1);
    hold(25, 0);
    hands.mean(100, axes);
    assertEquals(0.25, axes[0], 1e-12);
    hands.begin(100);
    hands.mean(100, axes);
    assertEquals(0, axes[0], "no time went by: as it is held");
  }
}
