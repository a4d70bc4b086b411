package reins.policy.cockpit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CurvesTest {
  @Test
  void shouldKeepTheWholeRunInBoundedMemory() {
    Curve curve = new Curve();
    for (int i = 0; i < 100_000; i++) {
      curve.add(i, Math.sqrt(i));
      assertTrue(curve.points().length <= Curve.MOST);
    }
    double[][] points = curve.points();
    assertTrue(points.length >= Curve.MOST / 2 - 1, points.length + " points");
    assertEquals(0, points[0][0]);
    double gap = points[1][0] - points[0][0];
    for (int i = 1; i < points.length; i++) {
      assertEquals(gap, points[i][0] - points[i - 1][0], "evenly, from the first to the last");
      assertEquals(Math.sqrt(points[i][0]), points[i][1]);
    }
    assertTrue(points[points.length - 1][0] > 99_000 - gap);
  }

  @Test
  void shouldLeaveOutWhatIsNoNumber() {
    Curve curve = new Curve();
    curve.add(1, Double.NaN);
    curve.add(2, 3);
    assertEquals(1, curve.points().length);
  }
}
