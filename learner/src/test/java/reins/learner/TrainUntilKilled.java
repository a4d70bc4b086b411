package reins.learner;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Trains every algorithm in turn, a step each, with checkpoints now and then; never ends. */
final class TrainUntilKilled {
  private static final int CHECKPOINT_EVERY = 7;
  private static final int UNDER_WAY = 20;

  private TrainUntilKilled() {}

  public static void main(String[] args) {
    List<Lockstep> all = new ArrayList<>();
    for (String algorithm : Lockstep.ALGORITHMS)
      all.add(Lockstep.open(TestTasks.any(algorithm), Path.of(args[0]).resolve(algorithm)));
    for (int i = 0; ; i++) {
      for (int k = 0; k < all.size(); k++) {
        all.get(k).run(i, i + 1);
        if ((i + k) % CHECKPOINT_EVERY == 0) all.get(k).loop().checkpoint();
      }
      if (i == UNDER_WAY) System.out.println("under way");
    }
  }
}
