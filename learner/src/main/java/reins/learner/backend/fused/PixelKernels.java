package reins.learner.backend.fused;

import jdk.incubator.vector.FloatVector;
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

  /** {@code sums[to + j] += sum over rows of a[., j]}. */
  static void addRows(float[] a, int at, int rows, int width, float[] sums, int to) {
    for (int row = at; row < at + rows * width; row += width) add(a, row, sums, to, width);
  }
}
