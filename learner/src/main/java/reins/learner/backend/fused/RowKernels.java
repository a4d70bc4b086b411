package reins.learner.backend.fused;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import reins.learner.backend.MlpShape;

/**
 * What happens between two matrix products, one row at a time so that it stays in the nearest
 * cache.
 *
 * <p>Every kernel goes through a row in whole vectors and then number by number through what is
 * left; masked vectors would say it once, but their stores cost a tenth of the whole update.
 *
 * <p>Shapes: matrices are [rows, width], row-major.
 */
final class RowKernels {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final VectorShuffle<Float> BY_8 = VectorShuffle.iota(S, 8, 1, true);
  private static final VectorShuffle<Float> BY_4 = VectorShuffle.iota(S, 4, 1, true);

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
    int whole = S.loopBound(width);
    for (int row = 0, at = 0; row < rows; row++, at += width) {
      float mean = shift(z, at, width, theta, bias) / width;
      float variance = center(z, at, width, mean) / width;
      float r = (float) (1 / Math.sqrt(variance + MlpShape.LAYER_NORM_EPSILON));
      rstd[row] = r;
      for (int j = 0; j < whole; j += S.length()) {
        FloatVector x = FloatVector.fromArray(S, z, at + j).mul(r);
        x.intoArray(z, at + j);
        x.fma(FloatVector.fromArray(S, theta, gamma + j), FloatVector.fromArray(S, theta, beta + j))
            .max(0f)
            .intoArray(h, at + j);
      }
      for (int j = whole; j < width; j++) {
        z[at + j] *= r;
        h[at + j] = Math.max(0, Math.fma(z[at + j], theta[gamma + j], theta[beta + j]));
      }
    }
  }

  /** Adds the bias to one row and returns the row's sum. */
  private static float shift(float[] z, int at, int width, float[] theta, int bias) {
    FloatVector sums = FloatVector.zero(S);
    int whole = S.loopBound(width);
    for (int j = 0; j < whole; j += S.length()) {
      FloatVector x =
          FloatVector.fromArray(S, z, at + j).add(FloatVector.fromArray(S, theta, bias + j));
      x.intoArray(z, at + j);
      sums = sums.add(x);
    }
    float sum = sum(sums);
    for (int j = whole; j < width; j++) {
      z[at + j] += theta[bias + j];
      sum += z[at + j];
    }
    return sum;
  }

  /** Subtracts the mean from one row and returns the sum of its squares. */
  private static float center(float[] z, int at, int width, float mean) {
    FloatVector sums = FloatVector.zero(S);
    int whole = S.loopBound(width);
    for (int j = 0; j < whole; j += S.length()) {
      FloatVector x = FloatVector.fromArray(S, z, at + j).sub(mean);
      x.intoArray(z, at + j);
      sums = x.fma(x, sums);
    }
    float sum = sum(sums);
    for (int j = whole; j < width; j++) {
      z[at + j] -= mean;
      sum += z[at + j] * z[at + j];
    }
    return sum;
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
    int whole = S.loopBound(width);
    for (int row = 0, at = 0; row < rows; row++, at += width) {
      FloatVector sumsG = FloatVector.zero(S);
      FloatVector sumsGx = FloatVector.zero(S);
      for (int j = 0; j < whole; j += S.length()) {
        VectorMask<Float> on = FloatVector.fromArray(S, h, at + j).compare(VectorOperators.GT, 0f);
        FloatVector x = FloatVector.fromArray(S, xhat, at + j);
        FloatVector dy = FloatVector.zero(S).blend(FloatVector.fromArray(S, dh, at + j), on);
        FloatVector.fromArray(S, grad, beta + j).add(dy).intoArray(grad, beta + j);
        dy.fma(x, FloatVector.fromArray(S, grad, gamma + j)).intoArray(grad, gamma + j);
        FloatVector g = dy.mul(FloatVector.fromArray(S, theta, gamma + j));
        g.intoArray(dh, at + j);
        sumsG = sumsG.add(g);
        sumsGx = g.fma(x, sumsGx);
      }
      float sumG = sum(sumsG);
      float sumGx = sum(sumsGx);
      for (int j = whole; j < width; j++) {
        float dy = h[at + j] > 0 ? dh[at + j] : 0;
        grad[beta + j] += dy;
        grad[gamma + j] += dy * xhat[at + j];
        dh[at + j] = dy * theta[gamma + j];
        sumG += dh[at + j];
        sumGx += dh[at + j] * xhat[at + j];
      }
      throughNorm(dh, at, width, xhat, sumG / width, sumGx / width, rstd[row], grad, bias);
    }
  }

  /** One row's {@code dz = rstd (g - mean(g) - xhat mean(g xhat))}, g in and dz out of dh. */
  private static void throughNorm(
      float[] dh,
      int at,
      int width,
      float[] xhat,
      float meanG,
      float meanGx,
      float rstd,
      float[] grad,
      int bias) {
    int whole = S.loopBound(width);
    for (int j = 0; j < whole; j += S.length()) {
      FloatVector x = FloatVector.fromArray(S, xhat, at + j);
      FloatVector dz = FloatVector.fromArray(S, dh, at + j).sub(meanG).sub(x.mul(meanGx)).mul(rstd);
      dz.intoArray(dh, at + j);
      FloatVector.fromArray(S, grad, bias + j).add(dz).intoArray(grad, bias + j);
    }
    for (int j = whole; j < width; j++) {
      dh[at + j] = (dh[at + j] - meanG - xhat[at + j] * meanGx) * rstd;
      grad[bias + j] += dh[at + j];
    }
  }

  /**
   * Sum of the lanes in one fixed order: the library's own reduction leaves the order open and
   * changes it when the code is compiled, and then equal seeds no longer give equal runs.
   */
  private static float sum(FloatVector v) {
    FloatVector sum = v;
    if (S.length() > 8) sum = sum.add(sum.rearrange(BY_8));
    if (S.length() > 4) sum = sum.add(sum.rearrange(BY_4));
    return sum.lane(0) + sum.lane(2) + (sum.lane(1) + sum.lane(3));
  }

  /** {@code a[., j] = max(0, a[., j] + bias[j])} on every row. */
  static void biasRelu(float[] a, int at, int rows, int width, float[] theta, int bias) {
    int whole = S.loopBound(width);
    for (int row = at; row < at + rows * width; row += width) {
      for (int j = 0; j < whole; j += S.length())
        FloatVector.fromArray(S, a, row + j)
            .add(FloatVector.fromArray(S, theta, bias + j))
            .max(0f)
            .intoArray(a, row + j);
      for (int j = whole; j < width; j++) a[row + j] = Math.max(0, a[row + j] + theta[bias + j]);
    }
  }

  /** {@code da = 0} where {@code a = 0}. */
  static void mask(float[] da, int at, float[] a, int aAt, int length) {
    int whole = S.loopBound(length);
    for (int i = 0; i < whole; i += S.length()) {
      VectorMask<Float> on = FloatVector.fromArray(S, a, aAt + i).compare(VectorOperators.GT, 0f);
      FloatVector.zero(S).blend(FloatVector.fromArray(S, da, at + i), on).intoArray(da, at + i);
    }
    for (int i = whole; i < length; i++) if (!(a[aAt + i] > 0)) da[at + i] = 0;
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
    int whole = S.loopBound(width);
    for (int row = 0, at = 0; row < rows; row++, at += width) {
      for (int j = 0; j < whole; j += S.length())
        FloatVector.fromArray(S, b, bAt + j).mul(a[row]).intoArray(y, at + j);
      for (int j = whole; j < width; j++) y[at + j] = b[bAt + j] * a[row];
    }
  }
}
