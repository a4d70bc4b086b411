package reins.learner.backend.fused;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import reins.learner.backend.MlpShape;

/**
 * What happens between two matrix products, one row at a time so that it stays in the nearest
 * cache.
 *
 * <p>Shapes: matrices are [rows, width], row-major.
 */
final class RowKernels {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

  private RowKernels() {}

  /**
   * Bias, layer norm, ReLU: {@code xhat = (z - mean) / sqrt(var + eps)} with z the product plus
   * bias, {@code h = max(0, gamma xhat + beta)}.
   *
   * @param z in: the product without bias; written: xhat
   * @param theta parameters, of which bias, gamma and beta start at the offsets
   * @param rstd [rows] written: {@code 1 / sqrt(var + eps)}
   * @param h written
   */
  static void normRelu(
      float[] z,
      int rows,
      int width,
      float[] theta,
      int bias,
      int gamma,
      int beta,
      float[] rstd,
      float[] h) {
    float[] lanes = new float[S.length()];
    for (int row = 0, at = 0; row < rows; row++, at += width) {
      float mean = shift(z, at, width, theta, bias, lanes) / width;
      float variance = center(z, at, width, mean, lanes) / width;
      float r = (float) (1 / Math.sqrt(variance + MlpShape.LAYER_NORM_EPSILON));
      rstd[row] = r;
      for (int j = 0; j < width; j += S.length()) {
        VectorMask<Float> mask = S.indexInRange(j, width);
        FloatVector x = FloatVector.fromArray(S, z, at + j, mask).mul(r);
        x.intoArray(z, at + j, mask);
        x.fma(
                FloatVector.fromArray(S, theta, gamma + j, mask),
                FloatVector.fromArray(S, theta, beta + j, mask))
            .max(0f)
            .intoArray(h, at + j, mask);
      }
    }
  }

  private static float shift(
      float[] z, int at, int width, float[] theta, int bias, float[] lanes) {
    FloatVector sum = FloatVector.zero(S);
    for (int j = 0; j < width; j += S.length()) {
      VectorMask<Float> mask = S.indexInRange(j, width);
      FloatVector x =
          FloatVector.fromArray(S, z, at + j, mask)
              .add(FloatVector.fromArray(S, theta, bias + j, mask));
      x.intoArray(z, at + j, mask);
      sum = sum.add(x);
    }
    return sum(sum, lanes);
  }

  /** Subtracts the mean and returns the sum of squares. */
  private static float center(float[] z, int at, int width, float mean, float[] lanes) {
    FloatVector sum = FloatVector.zero(S);
    for (int j = 0; j < width; j += S.length()) {
      VectorMask<Float> mask = S.indexInRange(j, width);
      FloatVector x = FloatVector.fromArray(S, z, at + j, mask).sub(mean, mask);
      x.intoArray(z, at + j, mask);
      sum = x.fma(x, sum);
    }
    return sum(sum, lanes);
  }

  /**
   * Backward of {@link #normRelu}. With {@code dy = dh [h > 0]} and {@code g = gamma dy}: {@code dz
   * = rstd (g - mean(g) - xhat mean(g xhat))}.
   *
   * @param dh in: derivative by h; written: derivative by z
   * @param grad written at the offsets: derivatives by bias, gamma and beta
   */
  static void normReluBackward(
      float[] dh,
      int rows,
      int width,
      float[] h,
      float[] xhat,
      float[] rstd,
      float[] theta,
      int bias,
      int gamma,
      int beta,
      float[] grad) {
    Arrays.fill(grad, bias, bias + width, 0f);
    Arrays.fill(grad, gamma, gamma + width, 0f);
    Arrays.fill(grad, beta, beta + width, 0f);
    float[] lanes = new float[S.length()];
    for (int row = 0, at = 0; row < rows; row++, at += width) {
      FloatVector sumG = FloatVector.zero(S);
      FloatVector sumGx = FloatVector.zero(S);
      for (int j = 0; j < width; j += S.length()) {
        VectorMask<Float> mask = S.indexInRange(j, width);
        VectorMask<Float> on =
            FloatVector.fromArray(S, h, at + j, mask).compare(VectorOperators.GT, 0f);
        FloatVector x = FloatVector.fromArray(S, xhat, at + j, mask);
        FloatVector dy = FloatVector.fromArray(S, dh, at + j, on);
        FloatVector.fromArray(S, grad, beta + j, mask).add(dy).intoArray(grad, beta + j, mask);
        dy.fma(x, FloatVector.fromArray(S, grad, gamma + j, mask)).intoArray(grad, gamma + j, mask);
        FloatVector g = dy.mul(FloatVector.fromArray(S, theta, gamma + j, mask));
        g.intoArray(dh, at + j, mask);
        sumG = sumG.add(g);
        sumGx = g.fma(x, sumGx);
      }
      float meanG = sum(sumG, lanes) / width;
      float meanGx = sum(sumGx, lanes) / width;
      float r = rstd[row];
      for (int j = 0; j < width; j += S.length()) {
        VectorMask<Float> mask = S.indexInRange(j, width);
        FloatVector x = FloatVector.fromArray(S, xhat, at + j, mask);
        FloatVector dz =
            FloatVector.fromArray(S, dh, at + j, mask).sub(meanG).sub(x.mul(meanGx)).mul(r);
        dz.intoArray(dh, at + j, mask);
        FloatVector.fromArray(S, grad, bias + j, mask).add(dz).intoArray(grad, bias + j, mask);
      }
    }
  }

  /**
   * Sum of the lanes in one fixed order: the library's own reduction leaves the order open and
   * changes it when the code is compiled, and then equal seeds no longer give equal runs.
   */
  private static float sum(FloatVector v, float[] lanes) {
    v.intoArray(lanes, 0);
    for (int half = lanes.length / 2; half > 0; half /= 2)
      for (int i = 0; i < half; i++) lanes[i] += lanes[i + half];
    return lanes[0];
  }

  /** {@code y[., j] += theta[bias + j]} on every row. */
  static void addBias(float[] y, int rows, int width, float[] theta, int bias) {
    for (int row = 0, at = 0; row < rows; row++, at += width)
      for (int j = 0; j < width; j++) y[at + j] += theta[bias + j];
  }

  /** {@code sums[at + j] = sum over rows of y[., j]}; written. */
  static void sumRows(float[] y, int rows, int width, float[] sums, int at) {
    Arrays.fill(sums, at, at + width, 0f);
    for (int i = 0; i < rows * width; i += width)
      for (int j = 0; j < width; j++) sums[at + j] += y[i + j];
  }

  /** {@code y [rows, width] = a [rows] b [width]^T} with b at an offset; written. */
  static void outer(float[] a, int rows, float[] b, int bAt, int width, float[] y) {
    for (int row = 0, at = 0; row < rows; row++, at += width)
      for (int j = 0; j < width; j += S.length()) {
        VectorMask<Float> mask = S.indexInRange(j, width);
        FloatVector.fromArray(S, b, bAt + j, mask).mul(a[row]).intoArray(y, at + j, mask);
      }
  }
}
