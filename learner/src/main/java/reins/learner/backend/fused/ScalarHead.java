package reins.learner.backend.fused;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import reins.learner.backend.MlpShape;

/**
 * A last hidden layer's {@link NormRelu} and the single output above it in one go, {@code y = w h +
 * b}: of h there are never more than two rows, and the way back ends where xhat was.
 *
 * <p>Threads: one at a time. Shapes: R rows, even, row-major.
 */
final class ScalarHead extends NormRelu {
  private final int asked; // rows
  private final int w; // offsets of the output's weights and bias
  private final int b;
  private final float[] two; // [2, width] of h or of the derivative by it

  ScalarHead(MlpShape shape, int rows) {
    super(shape, shape.hidden().length - 1, rows);
    asked = rows;
    w = shape.weight(shape.hidden().length);
    b = shape.bias(shape.hidden().length);
    two = new float[2 * width];
  }

  /** Whether a network ends so, its last hidden layer in whole vectors. */
  static boolean fits(MlpShape shape) {
    int last = shape.hidden().length;
    if (last == 0 || !shape.layerNorm() || shape.out() != 1) return false;
    return shape.fanIn(last) % S.length() == 0;
  }

  /**
   * The output of the product in {@link #xhat}.
   *
   * @param y [asked rows] written
   */
  void output(float[] theta, float[] y) {
    for (int row = 0; row < rows; row += 2) {
      moments(theta, row);
      scale(theta, row, two, 0);
      FloatVector y0 = FloatVector.zero(S), y1 = FloatVector.zero(S);
      for (int j = 0; j < width; j += S.length()) {
        FloatVector weights = FloatVector.fromArray(S, theta, w + j);
        y0 = FloatVector.fromArray(S, two, j).fma(weights, y0);
        y1 = FloatVector.fromArray(S, two, width + j).fma(weights, y1);
      }
      y[row] = Lanes.sum(y0) + theta[b];
      if (row + 1 < asked) y[row + 1] = Lanes.sum(y1) + theta[b];
    }
  }

  /**
   * After {@link #output}: {@code dh = dy w}, {@code dw = sum of dy h}, and back as {@link
   * #backward}. Leaves the derivative by z in {@link #xhat}.
   *
   * @param dy [asked rows] derivative by the output
   * @param grad written at the offsets: derivatives by the output's weights and bias, by bias,
   *     gamma and beta
   */
  void outputBackward(float[] theta, float[] dy, float[] grad) {
    clear(grad);
    Arrays.fill(grad, w, w + width, 0f);
    grad[b] = 0;
    for (int row = 0; row < rows; row += 2) {
      float dy1 = row + 1 < asked ? dy[row + 1] : 0;
      grad[b] += dy[row] + dy1;
      throughOutput(theta, row, dy[row], dy1, grad);
      back(theta, row, two, 0, xhat, grad);
    }
  }

  /** Two rows' derivative by h and their share of that by the weights. */
  private void throughOutput(float[] theta, int row, float dy0, float dy1, float[] grad) {
    int at0 = row * width, at1 = at0 + width;
    FloatVector all0 = FloatVector.broadcast(S, dy0), all1 = FloatVector.broadcast(S, dy1);
    for (int j = 0; j < width; j += S.length()) {
      FloatVector c = FloatVector.fromArray(S, theta, gamma + j);
      FloatVector t = FloatVector.fromArray(S, theta, beta + j);
      FloatVector weights = FloatVector.fromArray(S, theta, w + j);
      FloatVector h0 = FloatVector.fromArray(S, xhat, at0 + j).fma(c, t).max(0f);
      FloatVector h1 = FloatVector.fromArray(S, xhat, at1 + j).fma(c, t).max(0f);
      h1.fma(all1, h0.fma(all0, FloatVector.fromArray(S, grad, w + j))).intoArray(grad, w + j);
      weights.mul(all0).intoArray(two, j);
      weights.mul(all1).intoArray(two, width + j);
    }
  }
}
