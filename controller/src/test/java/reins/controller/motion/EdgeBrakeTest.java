package reins.controller.motion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reins.contract.config.TaskConfig;
import reins.controller.Rigs;

class EdgeBrakeTest {
  private final TaskConfig task = Rigs.simFranka().task();
  private final double clip_m = task.impedance().clip_trans_m();
  private final EdgeBrake brake = new EdgeBrake(task.impedance(), 0.1);

  /** The closed form against the motion itself: a mass of 22 kg behind a reference that stops. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 30, 89, 200, 400})
  void shouldSayHowFarTheToolSwingsOn(double d_Ns_m) {
    double k_N_m = 2000, v_m_s = 0.2, dt_s = 1e-5;
    double x = -d_Ns_m / k_N_m * v_m_s, v = v_m_s, most = 0;
    for (double t = 0; t < 1; t += dt_s) {
      v += (-k_N_m * x - d_Ns_m * v) / 22 * dt_s;
      x += v * dt_s;
      most = Math.max(most, x);
    }
    assertEquals(most / v_m_s, EdgeBrake.swing_s(k_N_m, d_Ns_m), 1e-4);
  }

  @Test
  void shouldSwingNowhereWithoutASpringOrHeavilyDamped() {
    assertEquals(0, EdgeBrake.swing_s(0, 89));
    assertEquals(0, EdgeBrake.swing_s(2000, 500));
  }

  @Test
  void shouldLetASlowStepEndAtTheEdgeAndAFastOneBefore() {
    assertTrue(brake.last(-0.01, 0.05) > 0, "slow");
    double fast_m = brake.last(-0.025, 0.1);
    assertTrue(fast_m < 0 && fast_m > -0.025, "fast, but outwards: " + fast_m);
    assertTrue(brake.last(0, 0) > 0, "at rest at the edge");
    assertTrue(brake.last(-0.01, 0.25) < 0, "a fast tool ends before the edge");
    assertTrue(brake.last(-0.01, -0.25) > 0, "one that leaves it is not held");
  }

  @Test
  void shouldDrawAFastToolBackByNoMoreThanTheClip() {
    assertEquals(-clip_m, brake.last(0, 100));
  }
}
