package reins.learner;

import java.util.random.RandomGenerator;
import reins.contract.config.CameraTerm;
import reins.contract.data.Transition;
import reins.contract.exchange.Source;

/**
 * A point in a square that has to come to a goal of which only the camera knows: a bright spot
 * where the goal is as seen from the point. Nothing measured says anything.
 */
final class SeenPoint {
  static final int STEPS = 20;
  private static final int ACTIONS = 4; // the last two do nothing
  private static final double STEP = 0.2;
  private static final double RADIUS = 0.2;
  private static final double VIEW = 1.5; // from the middle to the picture's edge
  private static final double SPOT = 0.18;

  private final RandomGenerator random;
  private final CameraTerm camera;
  private final double[] goal = new double[2]; // as seen from the point
  private int step;

  SeenPoint(RandomGenerator random, CameraTerm camera) {
    this.random = random;
    this.camera = camera;
  }

  void reset() {
    do {
      for (int i = 0; i < 2; i++) goal[i] = random.nextDouble(-1, 1);
    } while (distance() < 2 * RADIUS);
    step = 0;
  }

  float[] obs() {
    return new float[4];
  }

  /** A dark square with a green spot. */
  byte[] picture() {
    byte[] rgb = new byte[camera.numbers()];
    for (int y = 0; y < camera.height(); y++)
      for (int x = 0; x < camera.width(); x++) {
        double dx = VIEW * ((2 * x + 1.0) / camera.width() - 1) - goal[0];
        double dy = VIEW * ((2 * y + 1.0) / camera.height() - 1) - goal[1];
        double bright = Math.exp(-(dx * dx + dy * dy) / (2 * SPOT * SPOT));
        int at = CameraTerm.CHANNELS * (y * camera.width() + x);
        rgb[at] = 30;
        rgb[at + 1] = (byte) Math.round(30 + 220 * bright);
        rgb[at + 2] = (byte) (40 * y / camera.height());
      }
    return rgb;
  }

  /** Straight to the goal, with noise. */
  float[] expert() {
    float[] action = new float[ACTIONS];
    for (int i = 0; i < 2; i++)
      action[i] = (float) Math.clamp(goal[i] / STEP + 0.2 * random.nextGaussian(), -1, 1);
    return action;
  }

  /** Whether an action leads away from the goal. */
  boolean wrong(float[] action) {
    return action[0] * goal[0] + action[1] * goal[1] < 0;
  }

  private double distance() {
    return Math.hypot(goal[0], goal[1]);
  }

  Transition step(float[] action, Source source, boolean demonstration, long episode) {
    byte[] before = picture();
    for (int i = 0; i < 2; i++) goal[i] = Math.clamp(goal[i] - STEP * action[i], -VIEW, VIEW);
    boolean success = distance() < RADIUS;
    boolean done = success || step + 1 >= STEPS;
    return new Transition(
            obs(),
            action,
            action,
            success ? 1 : 0,
            success ? 0 : 1,
            done,
            obs(),
            source,
            0,
            episode,
            step++,
            demonstration,
            success,
            0,
            false)
        .showing(before, picture());
  }
}
