package reins.policy.episode;

import java.util.SplittableRandom;
import reins.contract.config.TaskConfig;

/**
 * Where the object lies at the start of each episode: uniform in the task's reset box, a function
 * of seed and episode alone, so that every run of an evaluation has the same starts.
 *
 * <p>Units and frames: metres in the base frame.
 */
public final class StartPlaces {
  private final TaskConfig.Reset reset;
  private final long seed;

  /** The starts of a task for a seed. */
  public StartPlaces(TaskConfig task, long seed) {
    reset = task.reset();
    this.seed = seed;
  }

  /** The object's centre at the start of an episode. {@code p_base_object_m} [3] written. */
  public void at(long episode, double[] p_base_object_m) {
    // One generator per episode; the odd factor keeps neighbouring seeds and episodes apart.
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + episode);
    for (int i = 0; i < 3; i++)
      p_base_object_m[i] =
          reset.object_low_m()[i]
              + random.nextDouble() * (reset.object_high_m()[i] - reset.object_low_m()[i]);
  }
}
