package reins.learner.backend.fused;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reins.learner.backend.DoubleMlp;
import reins.learner.backend.MlpShape;

class FusedMlpTest {
  private static final int ROWS = 5;
  private static final int IN = 7;
  private final SplittableRandom random = new SplittableRandom(3);

  @ParameterizedTest
  @CsvSource({
    "33, 20, 1, true", // widths that fill no vector
    "33, 20, 6, true",
    "33, 20, 1, false",
    "33, 20, 6, false",
    "32, 48, 1, true"
  })
  void shouldAgreeWithDoublePrecisionAndItsFiniteDifferences(
      int below, int above, int out, boolean norm) {
    MlpShape shape = new MlpShape(IN, new int[] {below, above}, out, norm);
    float[] theta = shape.initial(random);
    for (int i = 0; i < theta.length; i++) theta[i] += (float) (0.1 * random.nextGaussian());
    float[] x = numbers(ROWS * IN);
    float[] dy = numbers(ROWS * out);
    FusedMlp mlp = new FusedMlp(shape, ROWS);
    float[] y = new float[ROWS * out];
    float[] grad = new float[theta.length];
    float[] dx = new float[ROWS * 3];

    mlp.forward(theta, x, y);
    mlp.backward(theta, x, dy, grad);
    mlp.inputGradient(theta, dy, new float[theta.length], 2, 3, dx);

    double[] wide = DoubleMlp.widen(theta);
    for (int r = 0; r < ROWS; r++) {
      double[] expected = DoubleMlp.forward(shape, wide, row(x, r));
      for (int j = 0; j < out; j++) assertEquals(expected[j], y[r * out + j], 1e-5);
    }
    double[] expected = new double[theta.length];
    for (int p = 0; p < theta.length; p++) {
      double h = 1e-6;
      double before = wide[p];
      wide[p] = before + h;
      double up = loss(shape, wide, x, dy);
      wide[p] = before - h;
      expected[p] = (up - loss(shape, wide, x, dy)) / (2 * h);
      wide[p] = before;
    }
    assertArrayEquals(expected, DoubleMlp.widen(grad), 2e-5);
    for (int r = 0; r < ROWS; r++)
      for (int i = 0; i < 3; i++)
        assertEquals(inputSlope(shape, wide, x, dy, r, 2 + i), dx[r * 3 + i], 2e-5);
  }

  private static double inputSlope(
      MlpShape shape, double[] theta, float[] x, float[] dy, int r, int i) {
    double h = 1e-6;
    double[] up = row(x, r);
    double[] down = row(x, r);
    up[i] += h;
    down[i] -= h;
    return (rowLoss(shape, theta, up, dy, r) - rowLoss(shape, theta, down, dy, r)) / (2 * h);
  }

  private static double loss(MlpShape shape, double[] theta, float[] x, float[] dy) {
    double sum = 0;
    for (int r = 0; r < ROWS; r++) sum += rowLoss(shape, theta, row(x, r), dy, r);
    return sum;
  }

  private static double rowLoss(MlpShape shape, double[] theta, double[] x, float[] dy, int r) {
    double[] y = DoubleMlp.forward(shape, theta, x);
    double sum = 0;
    for (int j = 0; j < y.length; j++) sum += y[j] * dy[r * y.length + j];
    return sum;
  }

  private static double[] row(float[] x, int r) {
    double[] row = new double[IN];
    for (int i = 0; i < IN; i++) row[i] = x[r * IN + i];
    return row;
  }

  private float[] numbers(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) values[i] = (float) random.nextGaussian();
    return values;
  }
}
