package reins.learner.backend.fused;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the convolution by its definition, in double precision. */
class WinogradTest {
  private static final int SLACK = 16;
  private final Random random = new Random(7);

  private float[] noise(int length, double scale) {
    float[] values = new float[length + SLACK];
    for (int i = 0; i < length; i++) values[i] = (float) (scale * random.nextGaussian());
    return values;
  }

  /** Every remainder of the tiles, odd and even sizes, channels that fill no vector. */
  @ParameterizedTest
  @CsvSource({
    "1, 3, 3, 4, 2",
    "2, 5, 9, 16, 8",
    "3, 15, 15, 64, 128",
    "1, 63, 63, 32, 64",
    "2, 7, 8, 5, 3",
    "2, 31, 23, 8, 16",
    "1, 6, 12, 32, 32"
  })
  void shouldConvolveAndDerive(int images, int h, int w, int in, int out) {
    int rows = (h - 3) / 2 + 1, columns = (w - 3) / 2 + 1;
    Winograd c = new Winograd(h, w, in, out);
    float[] x = noise(images * h * w * in, 1);
    float[] theta = noise(out * 9 * in, 1 / Math.sqrt(9 * in));
    float[] dy = noise(images * rows * columns * out, 1);
    Winograd.Scratch s = new Winograd.Scratch(List.of(c), new int[] {images});
    float[] u = new float[c.weights() + SLACK], uT = new float[c.weights() + SLACK];
    float[] du = new float[c.weights() + SLACK];
    float[] y = new float[dy.length], dx = new float[x.length], dTheta = new float[theta.length];
    c.taps(theta, 0, u, s);
    c.tapsBack(theta, 0, uT, s);
    c.forward(images, x, 0, u, y, 0, s);
    c.backward(images, x, 0, dy, 0, uT, du, dx, 0, s);
    c.addTaps(du, dTheta, 0, s);

    double[] yTrue = new double[y.length], dxTrue = new double[x.length];
    double[] dThetaTrue = new double[theta.length];
    for (int i = 0; i < images; i++)
      for (int r = 0; r < rows; r++)
        for (int q = 0; q < columns; q++)
          for (int o = 0; o < out; o++) {
            int at = ((i * rows + r) * columns + q) * out + o;
            for (int t = 0; t < 9; t++) {
              int from = ((i * h + 2 * r + t / 3) * w + 2 * q + t % 3) * in;
              for (int k = 0; k < in; k++) {
                int weight = (o * 9 + t) * in + k;
                yTrue[at] += (double) x[from + k] * theta[weight];
                dxTrue[from + k] += (double) dy[at] * theta[weight];
                dThetaTrue[weight] += (double) dy[at] * x[from + k];
              }
            }
          }
    compare("y", yTrue, y);
    compare("dx", dxTrue, dx);
    compare("dw", dThetaTrue, dTheta);
  }

  private static void compare(String what, double[] expected, float[] actual) {
    double norm = 0, off = 0;
    for (int i = 0; i < expected.length; i++) {
      norm = Math.max(norm, Math.abs(expected[i]));
      off = Math.max(off, Math.abs(expected[i] - actual[i]));
    }
    assertTrue(norm > 0, what);
    assertEquals(0, off / norm, 2e-6, what);
  }
}
