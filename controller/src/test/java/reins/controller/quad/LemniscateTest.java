package reins.controller.quad;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LemniscateTest {
  private static final double H_s = 1e-3;
  private final Lemniscate path = new Lemniscate(new double[] {1, 2, 3}, 3, 2, 1, 1);

  private Reference at(double t_s) {
    Reference out = new Reference();
    path.at(t_s, out);
    return out;
  }

  /** Each derivative is what the one before changes by, except where the acceleration steps. */
  @Test
  void shouldStateItsDerivatives() {
    for (double t_s = 0.05; t_s < path.duration_s() - 0.05; t_s += 0.173) {
      Reference before = at(t_s - H_s), here = at(t_s), after = at(t_s + H_s);
      for (int i = 0; i < 3; i++) {
        assertEquals(
            (after.p_m[i] - before.p_m[i]) / (2 * H_s), here.v_m_s[i], 1e-4, "v at " + t_s);
        assertEquals(
            (after.v_m_s[i] - before.v_m_s[i]) / (2 * H_s), here.a_m_s2[i], 5e-3, "a at " + t_s);
        assertEquals(
            (after.a_m_s2[i] - before.a_m_s2[i]) / (2 * H_s), here.j_m_s3[i], 5e-2, "j at " + t_s);
      }
    }
  }

  @Test
  void shouldFlyWithOneSpeedAfterTheRunUp() {
    for (double t_s = path.runUp_s() + 0.01; t_s < path.duration_s() - path.runUp_s(); t_s += 0.1) {
      Reference here = at(t_s);
      assertEquals(2, Math.hypot(here.v_m_s[0], here.v_m_s[1]), 1e-9);
    }
  }

  @Test
  void shouldBeginAtItsCrossingAtRestAndEnd() {
    Reference start = at(0);
    assertEquals(1, start.p_m[0], 1e-9);
    assertEquals(2, start.p_m[1], 1e-9);
    assertEquals(3, start.p_m[2], 1e-9);
    assertEquals(0, Math.hypot(start.v_m_s[0], start.v_m_s[1]), 1e-9);
    assertTrue(path.at(path.duration_s() - 0.01, start));
    assertFalse(path.at(path.duration_s() + 0.01, start));
    assertEquals(0, Math.hypot(start.v_m_s[0], start.v_m_s[1]), 1e-9);
  }

  @Test
  void shouldReachBothEnds() {
    double most = 0, least = 0;
    for (double t_s = 0; t_s < path.duration_s(); t_s += 0.01) {
      most = Math.max(most, at(t_s).p_m[0] - 1);
      least = Math.min(least, at(t_s).p_m[0] - 1);
    }
    assertEquals(3, most, 1e-3);
    assertEquals(-3, least, 1e-3);
  }
}
