package reins.policy.infer;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Whether actions are the policy's mean or drawn around it; the draws go on over policy swaps, so a
 * run repeats from its seed.
 *
 * <p>Threads: the actor's loop.
 */
public final class Exploration {
  private final RandomGenerator random;

  private Exploration(RandomGenerator random) {
    this.random = random;
  }

  /** a = tanh(mu): evaluation and deployment. */
  public static Exploration none() {
    return new Exploration(null);
  }

  /** a = tanh(mu + std * eps), eps ~ N(0, 1): learning. */
  public static Exploration sampled(long seed) {
    // Split: a scripted operator of the same seed must not make the same draws a little later.
    return new Exploration(new SplittableRandom(seed).split());
  }

  float action(float mu, float std) {
    // a = tanh(mu + std * eps)
    double u = random == null ? mu : mu + std * random.nextGaussian();
    return (float) Math.tanh(u);
  }
}
