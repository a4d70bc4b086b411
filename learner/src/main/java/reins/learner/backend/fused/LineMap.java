package reins.learner.backend.fused;

import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A sparse linear map along one line of things that are themselves rows of numbers: each row of its
 * result is the sum of at most four rows, each times a number.
 *
 * <p>Threads: any; it does not change.
 */
final class LineMap {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int FEW = 2;
  private static final int MOST = 4;

  private final int targets;
  private final int sources;
  private final int terms; // of each target, few or most, filled up with nothing
  private final int[] from; // [target, term]
  private final float[] by; // [target, term]

  /** One entry of the matrix. */
  record Entry(int target, int source, double by) {}

  /** Errors: {@link IllegalArgumentException} where a target has more than four entries. */
  LineMap(int targets, int sources, List<Entry> entries) {
    this.targets = targets;
    this.sources = sources;
    int[] count = new int[targets];
    int most = 0;
    for (Entry e : entries) most = Math.max(most, ++count[e.target]);
    if (most > MOST) throw new IllegalArgumentException("a target of " + most + " entries");
    terms = most <= FEW ? FEW : MOST;
    from = new int[targets * terms];
    by = new float[targets * terms];
    for (Entry e : entries) {
      int at = e.target * terms + --count[e.target];
      from[at] = e.source;
      by[at] = (float) e.by;
    }
  }

  /** The transposed matrix. */
  LineMap transposed() {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < from.length; i++)
      if (by[i] != 0) entries.add(new Entry(from[i], i / terms, by[i]));
    return new LineMap(sources, targets, entries);
  }

  /** Rows of the result. */
  int targets() {
    return targets;
  }

  /** Rows that it is made of. */
  int sources() {
    return sources;
  }

  /**
   * Some rows of the result, one after the other.
   *
   * @param x the sources, each {@code length} long, from {@code xAt} on and {@code step} apart
   * @param y written from {@code yAt} on
   */
  void rows(int first, int count, float[] x, int xAt, int step, float[] y, int yAt, int length) {
    for (int k = first * terms, to = yAt; k < (first + count) * terms; k += terms, to += length) {
      int a0 = xAt + from[k] * step, a1 = xAt + from[k + 1] * step;
      if (terms == FEW) sum(k, x, a0, a1, y, to, length);
      else sum(k, x, a0, a1, xAt + from[k + 2] * step, xAt + from[k + 3] * step, y, to, length);
    }
  }

  /**
   * All rows, of sources that lie anywhere.
   *
   * @param at where each source begins in x
   */
  void rows(float[] x, int[] at, float[] y, int yAt, int length) {
    for (int k = 0, to = yAt; k < from.length; k += terms, to += length) {
      int a0 = at[from[k]], a1 = at[from[k + 1]];
      if (terms == FEW) sum(k, x, a0, a1, y, to, length);
      else sum(k, x, a0, a1, at[from[k + 2]], at[from[k + 3]], y, to, length);
    }
  }

  /**
   * Adds to each source of a target that target's part: what the transposed map would make of this
   * target alone.
   *
   * @param x [length] the target
   * @param y the sources, from {@code yAt} on and {@code step} apart
   */
  void scatter(int target, float[] x, float[] y, int yAt, int step, int length) {
    for (int k = target * terms; k < (target + 1) * terms; k++)
      if (by[k] != 0) PixelKernels.addTimes(by[k], x, 0, y, yAt + from[k] * step, length);
  }

  private void sum(int k, float[] x, int a0, int a1, float[] y, int at, int length) {
    float c0 = by[k], c1 = by[k + 1];
    int whole = S.loopBound(length);
    for (int i = 0; i < whole; i += S.length())
      vector(x, a0 + i).mul(c0).add(vector(x, a1 + i).mul(c1)).intoArray(y, at + i);
    for (int i = whole; i < length; i++) y[at + i] = c0 * x[a0 + i] + c1 * x[a1 + i];
  }

  private void sum(
      int k, float[] x, int a0, int a1, int a2, int a3, float[] y, int at, int length) {
    float c0 = by[k], c1 = by[k + 1], c2 = by[k + 2], c3 = by[k + 3];
    int whole = S.loopBound(length);
    for (int i = 0; i < whole; i += S.length())
      vector(x, a0 + i)
          .mul(c0)
          .add(vector(x, a1 + i).mul(c1))
          .add(vector(x, a2 + i).mul(c2))
          .add(vector(x, a3 + i).mul(c3))
          .intoArray(y, at + i);
    for (int i = whole; i < length; i++)
      y[at + i] = c0 * x[a0 + i] + c1 * x[a1 + i] + c2 * x[a2 + i] + c3 * x[a3 + i];
  }

  private static FloatVector vector(float[] x, int at) {
    return FloatVector.fromArray(S, x, at);
  }
}
