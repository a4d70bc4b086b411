package reins.learner.backend.fused;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** What happens to pixels between two matrix products. */
final class PixelKernels {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

  private PixelKernels() {}

  /**
   * Copies a run in whole vectors, over its end: both arrays have that much slack, and what is
   * written too much is overwritten by the run that comes next.
   */
  static void copy(float[] from, int at, float[] to, int toAt, int length) {
    for (int i = 0; i < length; i += S.length())
      FloatVector.fromArray(S, from, at + i).intoArray(to, toAt + i);
  }

  /** {@code to += from} over a run. */
  static void add(float[] from, int at, float[] to, int toAt, int length) {
    int whole = S.loopBound(length);
    for (int i = 0; i < whole; i += S.length())
      FloatVector.fromArray(S, to, toAt + i)
          .add(FloatVector.fromArray(S, from, at + i))
          .intoArray(to, toAt + i);
    for (int i = whole; i < length; i++) to[toAt + i] += from[at + i];
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
  static void mask(float[] da, float[] a, int length) {
    int whole = S.loopBound(length);
    for (int i = 0; i < whole; i += S.length()) {
      VectorMask<Float> on = FloatVector.fromArray(S, a, i).compare(VectorOperators.GT, 0f);
      FloatVector.zero(S).blend(FloatVector.fromArray(S, da, i), on).intoArray(da, i);
    }
    for (int i = whole; i < length; i++) if (!(a[i] > 0)) da[i] = 0;
  }

  /** {@code sums[to + j] += sum over rows of a[., j]}. */
  static void addRows(float[] a, int at, int rows, int width, float[] sums, int to) {
    for (int row = at; row < at + rows * width; row += width) add(a, row, sums, to, width);
  }
}
