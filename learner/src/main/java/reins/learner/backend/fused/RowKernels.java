package reins.learner.backend.fused;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

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

  private static final int LINE = 64 / Float.BYTES; // numbers of a cache line

  private RowKernels() {}

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
      FloatVector d = FloatVector.fromArray(S, da, at + i);
      Lanes.where(FloatVector.fromArray(S, a, aAt + i), d).intoArray(da, at + i);
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

  /**
   * Brings weights into the near cache in the order they lie in. A product by their transpose reads
   * them across, which the processor does not foresee.
   *
   * @return a number that depends on the weights
   */
  static float touch(float[] weights, int at, int length) {
    float sum = 0;
    for (int i = at; i < at + length; i += LINE) sum += weights[i];
    return sum;
  }
}
