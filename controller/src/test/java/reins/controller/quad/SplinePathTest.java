package reins.controller.quad;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SplinePathTest {
  private static final double[][] POINTS = {{0, 0, 1}, {1, 2, 1.5}, {3, 1, 1}, {4, 1, 2}};
  private static final double[] TIMES = {1.2, 0.9, 1.5};

  private final SplinePath path = new SplinePath(POINTS, TIMES, 0.3);
  private final Reference at = new Reference();

  @Test
  void shouldPassEveryPointInTimeAndRestAtBothEnds() {
    double t = 0;
    for (int k = 0; k < POINTS.length; k++) {
      assertTrue(path.at(t, at) || k == POINTS.length - 1);
      assertArrayEquals(POINTS[k], at.p_m, 1e-9);
      boolean end = k == 0 || k == POINTS.length - 1;
      if (end) assertArrayEquals(new double[3], at.v_m_s, 1e-9);
      if (end) assertArrayEquals(new double[3], at.a_m_s2, 1e-8);
      if (k < TIMES.length) t += TIMES[k];
    }
    assertEquals(0.3, at.yaw_rad);
    assertFalse(path.at(path.duration_s() + 0.01, at));
    assertArrayEquals(POINTS[3], at.p_m, 1e-9);
  }

  @Test
  void shouldHaveDerivativesThatAreThoseOfItsPositions() {
    double h = 1e-5;
    Reference before = new Reference(), after = new Reference();
    for (double t = h; t < path.duration_s() - h; t += 0.0137) {
      path.at(t - h, before);
      path.at(t + h, after);
      path.at(t, at);
      for (int i = 0; i < 3; i++) {
        assertEquals((after.p_m[i] - before.p_m[i]) / (2 * h), at.v_m_s[i], 1e-5);
        assertEquals((after.v_m_s[i] - before.v_m_s[i]) / (2 * h), at.a_m_s2[i], 1e-4);
        // The jerk has a corner at a point in between, no step.
        assertEquals((after.a_m_s2[i] - before.a_m_s2[i]) / (2 * h), at.j_m_s3[i], 1e-2);
      }
    }
  }

  @Test
  void shouldRefusePointsAndTimesThatDoNotMatch() {
    assertThrows(IllegalArgumentException.class, () -> new SplinePath(POINTS, new double[] {1}, 0));
  }
}
