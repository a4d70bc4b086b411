package reins.learner.bench;

import java.nio.ByteBuffer;
import java.util.Arrays;
import reins.learner.backend.Shifts;
import reins.learner.replay.SeededRandom;

/** The random numbers that an agent is about to draw, drawn again in the same order for a peer. */
final class Draws {
  private final SeededRandom random;
  private final int[] permutation;

  Draws(long seed, int critics) {
    random = new SeededRandom(seed);
    permutation = new int[critics];
    Arrays.setAll(permutation, i -> i);
  }

  /** Normals of the policy's draw. */
  void normals(int count, ByteBuffer bytes) {
    for (int i = 0; i < count; i++) bytes.putFloat((float) random.nextGaussian());
  }

  /** Shifts of a batch's images. */
  void shifts(int rows, ByteBuffer bytes) {
    int[] shifts = new int[rows];
    Shifts.draw(random, Shifts.PAD, shifts);
    for (int shift : shifts) bytes.putFloat(shift);
  }

  /** The ensemble's members for a target's minimum. */
  int[] members(int count) {
    int[] members = new int[count];
    for (int m = 0; m < count; m++) {
      int other = m + random.nextInt(permutation.length - m);
      members[m] = permutation[other];
      permutation[other] = permutation[m];
      permutation[m] = members[m];
    }
    return members;
  }
}
