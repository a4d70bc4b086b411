package reins.learner.backend.fused;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** What happens to pixels between two matrix products. */
final class PixelKernels {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

  private static final int SQUARE = 16;

  private PixelKernels() {}

  /**
   * Copies a run in whole vectors, over its end: both arrays have that much slack, and what is
   * written too much is overwritten by the run that comes next.
   */
  static void copy(float[] from, int at, float[] to, int toAt, int length) {
    for (int i = 0; i < length; i += S.length())
      FloatVector.fromArray(S, from, at + i).intoArray(to, toAt + i);
  }

  /** {@code y += c x}. */
  static void addTimes(float c, float[] x, int xAt, float[] y, int yAt, int length) {
    int whole = S.loopBound(length);
    for (int i = 0; i < whole; i += S.length())
      FloatVector.fromArray(S, x, xAt + i)
          .mul(c)
          .add(FloatVector.fromArray(S, y, yAt + i))
          .intoArray(y, yAt + i);
    for (int i = whole; i < length; i++) y[yAt + i] += c * x[xAt + i];
  }

  /**
   * {@code y [columns, rows] += x [rows, columns]^T}, rows of both so many numbers apart; square by
   * square, which stay in the cache.
   */
  static void addTransposed(
      float[] x, int xAt, int xStep, int rows, int columns, float[] y, int yAt, int yStep) {
    for (int r0 = 0; r0 < rows; r0 += SQUARE)
      for (int c0 = 0; c0 < columns; c0 += SQUARE)
        for (int c = c0; c < Math.min(columns, c0 + SQUARE); c++)
          for (int r = r0; r < Math.min(rows, r0 + SQUARE); r++)
            y[yAt + c * yStep + r] += x[xAt + r * xStep + c];
  }

  /** {@code sums[to + j] += sum over rows of a[., j]}. */
  static void addRows(float[] a, int at, int rows, int width, float[] sums, int to) {
    int whole = S.loopBound(width), end = at + rows * width;
    for (int j = 0; j < whole; j += S.length()) {
      FloatVector sum = FloatVector.fromArray(S, sums, to + j);
      for (int i = at + j; i < end; i += width) sum = sum.add(FloatVector.fromArray(S, a, i));
      sum.intoArray(sums, to + j);
    }
    for (int j = whole; j < width; j++)
      for (int i = at + j; i < end; i += width) sums[to + j] += a[i];
  }
}
