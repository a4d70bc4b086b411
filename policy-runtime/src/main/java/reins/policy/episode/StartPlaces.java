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
  private final double[] low_m;
  private final double[] high_m;
  private final long seed;

  private StartPlaces(double[] low_m, double[] high_m, long seed) {
    this.low_m = low_m;
    this.high_m = high_m;
    this.seed = seed;
  }

  /** The starts of a task for a seed. */
  public StartPlaces(TaskConfig task, long seed) {
    this(task.reset().object_low_m(), task.reset().object_high_m(), seed);
  }

  /** Always the same place, [3]. */
  public static StartPlaces only(double[] p_base_object_m) {
    return new StartPlaces(p_base_object_m, p_base_object_m, 0);
  }

  /**
   * What an episode's start is drawn with.
   *
   * <p>The seed is hashed first: {@link SplittableRandom} steps by an odd constant of its own, and
   * a state that is linear in the seed gives neighbouring seeds each other's numbers.
   */
  static SplittableRandom random(long seed, long episode) {
    return new SplittableRandom(new SplittableRandom(seed).nextLong() + episode);
  }

  /** The object's centre at the start of an episode. {@code p_base_object_m} [3] written. */
  public void at(long episode, double[] p_base_object_m) {
    SplittableRandom random = random(seed, episode);
    for (int i = 0; i < 3; i++)
      p_base_object_m[i] = low_m[i] + random.nextDouble() * (high_m[i] - low_m[i]);
  }
}
