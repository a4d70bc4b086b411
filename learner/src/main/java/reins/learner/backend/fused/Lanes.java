package reins.learner.backend.fused;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** What the kernels do with one vector. */
final class Lanes {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final VectorShuffle<Float> BY_8 = VectorShuffle.iota(S, 8, 1, true);
  private static final VectorShuffle<Float> BY_4 = VectorShuffle.iota(S, 4, 1, true);

  private Lanes() {}

  /**
   * Sum of the lanes in one fixed order: the library's own reduction leaves the order open and
   * changes it when the code is compiled, and then equal seeds no longer give equal runs.
   */
  static float sum(FloatVector v) {
    FloatVector sum = v;
    if (S.length() > 8) sum = sum.add(sum.rearrange(BY_8));
    if (S.length() > 4) sum = sum.add(sum.rearrange(BY_4));
    return sum.lane(0) + sum.lane(2) + (sum.lane(1) + sum.lane(3));
  }

  /** {@code d [h > 0]}: what a ReLU lets back. */
  static FloatVector where(FloatVector h, FloatVector d) {
    return FloatVector.zero(S).blend(d, h.compare(VectorOperators.GT, 0f));
  }
}
