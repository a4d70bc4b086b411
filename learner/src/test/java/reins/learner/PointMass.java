package reins.learner;

import java.util.random.RandomGenerator;
import reins.contract.data.Transition;
import reins.contract.exchange.Source;

/** A point that moves in a cube towards a goal; the reward comes at the goal and nowhere else. */
final class PointMass {
  static final int TERMS = 2;
  static final int ACTION = 3;
  static final int STEPS = 30;
  private static final double STEP = 0.15;
  private static final double RADIUS = 0.25;

  private final RandomGenerator random;
  private final double[] p = new double[3];
  private final double[] goal = new double[3];
  private int step;

  PointMass(RandomGenerator random) {
    this.random = random;
  }

  void reset() {
    for (int i = 0; i < 3; i++) {
      p[i] = random.nextDouble(-0.7, 0.7);
      goal[i] = random.nextDouble(-0.7, 0.7);
    }
    step = 0;
  }

  float[] obs() {
    float[] obs = new float[6];
    for (int i = 0; i < 3; i++) {
      obs[i] = (float) p[i];
      obs[3 + i] = (float) (goal[i] - p[i]);
    }
    return obs;
  }

  /** Straight to the goal, with noise. */
  float[] expert() {
    float[] action = new float[3];
    for (int i = 0; i < 3; i++)
      action[i] = (float) Math.clamp((goal[i] - p[i]) / STEP + 0.3 * random.nextGaussian(), -1, 1);
    return action;
  }

  Transition step(float[] action, Source source, boolean demonstration, long episode) {
    float[] obs = obs();
    double distance = 0;
    for (int i = 0; i < 3; i++) {
      p[i] = Math.clamp(p[i] + STEP * action[i], -1.2, 1.2);
      distance += (goal[i] - p[i]) * (goal[i] - p[i]);
    }
    step++;
    boolean success = Math.sqrt(distance) < RADIUS;
    return new Transition(
        obs,
        action,
        action,
        success ? 1 : 0,
        success ? 0 : 1,
        success || step >= STEPS,
        obs(),
        source,
        0,
        episode,
        step,
        demonstration,
        success,
        0,
        false);
  }
}
