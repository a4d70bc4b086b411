package reins.contract.geometry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class QuaternionsTest {
  private static final double EPS = 1e-12;

  @Property
  void shouldInvertExpByLog(
      @ForAll @DoubleRange(min = -1.8, max = 1.8) double x,
      @ForAll @DoubleRange(min = -1.8, max = 1.8) double y,
      @ForAll @DoubleRange(min = -1.8, max = 1.8) double z) {
    double[] q = new double[4];
    double[] back = new double[3];
    Quaternions.exp(new double[] {x, y, z}, q);
    Quaternions.log(q, back);
    assertEquals(1, Quaternions.norm(q), EPS);
    assertArrayEquals(new double[] {x, y, z}, back, 1e-9);
  }

  @Property
  void shouldTakeTheShorterTurnWhicheverSign(
      @ForAll @DoubleRange(min = -1.8, max = 1.8) double x,
      @ForAll @DoubleRange(min = -1.8, max = 1.8) double y) {
    double[] q = new double[4];
    Quaternions.exp(new double[] {x, y, 0.3}, q);
    double[] plus = new double[3];
    double[] minus = new double[3];
    Quaternions.log(q, plus);
    Quaternions.log(new double[] {-q[0], -q[1], -q[2], -q[3]}, minus);
    assertArrayEquals(plus, minus, 1e-9);
  }

  @Property
  void shouldComposeTurns(
      @ForAll @DoubleRange(min = -3, max = 3) double a,
      @ForAll @DoubleRange(min = -3, max = 3) double b) {
    double[] q1 = new double[4];
    double[] q2 = new double[4];
    Quaternions.exp(new double[] {a, 0, 0}, q1);
    Quaternions.exp(new double[] {0, b, 0}, q2);
    double[] v = {0.3, -0.7, 1.1};
    double[] inTwoSteps = new double[3];
    Quaternions.rotate(q2, v, inTwoSteps);
    Quaternions.rotate(q1, inTwoSteps, inTwoSteps);
    double[] both = new double[4];
    Quaternions.multiply(q1, q2, both);
    double[] inOne = new double[3];
    Quaternions.rotate(both, v, inOne);
    assertArrayEquals(inTwoSteps, inOne, 1e-12);
  }

  @Test
  void shouldPointToolDown() {
    double[] q = new double[4];
    double[] z = new double[3];
    double[] x = new double[3];
    Quaternions.pointingDown(Math.PI / 2, q);
    Quaternions.rotate(q, new double[] {0, 0, 1}, z);
    Quaternions.rotate(q, new double[] {1, 0, 0}, x);
    assertArrayEquals(new double[] {0, 0, -1}, z, EPS);
    assertArrayEquals(new double[] {0, 1, 0}, x, EPS);
  }

  @Property
  void shouldReadMatrices(
      @ForAll @DoubleRange(min = -1.8, max = 1.8) double x,
      @ForAll @DoubleRange(min = -1.8, max = 1.8) double y,
      @ForAll @DoubleRange(min = -1.8, max = 1.8) double z) {
    double[] q = new double[4];
    Quaternions.exp(new double[] {x, y, z}, q);
    double[] r = new double[9];
    double[] column = new double[3];
    for (int c = 0; c < 3; c++) {
      double[] e = new double[3];
      e[c] = 1;
      Quaternions.rotate(q, e, column);
      for (int i = 0; i < 3; i++) r[3 * i + c] = column[i];
    }
    double[] back = new double[4];
    Quaternions.fromMatrix(r, back);
    double sign = q[0] * back[0] + q[1] * back[1] + q[2] * back[2] + q[3] * back[3] < 0 ? -1 : 1;
    for (int i = 0; i < 4; i++) assertEquals(q[i], sign * back[i], 1e-9);
  }

  @Test
  void shouldRefuseToNormalizeNothing() {
    double[] q = {0, 0, 0, 0};
    assertFalse(Quaternions.normalize(q));
    assertArrayEquals(new double[] {1, 0, 0, 0}, q);
    double[] nan = {Double.NaN, 0, 0, 0};
    assertFalse(Quaternions.normalize(nan));
    assertArrayEquals(new double[] {1, 0, 0, 0}, nan);
  }
}
