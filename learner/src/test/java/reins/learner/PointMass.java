package reins.learner;

import java.util.random.RandomGenerator;
import reins.contract.data.Transition;
import reins.contract.exchange.Source;

/**
 * A point that moves in a cube towards a goal; the reward comes at the goal and nowhere else. With
 * a gripper it has to be closed there, and nowhere before.
 */
final class PointMass {
  static final int TERMS = 2;
  static final int STEPS = 30;
  private static final double STEP = 0.15;
  private static final double RADIUS = 0.25;
  private static final double REACH = 0.4; // of the gripper; the expert closes it nearer
  private static final double THRESHOLD = 0.5;

  private final RandomGenerator random;
  private final Kind kind;
  private final double[] p = new double[3];
  private final double[] goal = new double[3];
  private float gripper = 1; // open
  private int step;

  /** What is asked of the point. */
  enum Kind {
    /** Be at the goal. */
    REACH,
    /** Be at the goal, the nearer the better all the way. */
    APPROACH,
    /** Close the gripper at the goal. */
    GRASP;

    int actionDim() {
      return this == GRASP ? 4 : 3;
    }
  }

  PointMass(RandomGenerator random, Kind kind) {
    this.random = random;
    this.kind = kind;
  }

  void reset() {
    for (int i = 0; i < 3; i++) {
      p[i] = random.nextDouble(-0.7, 0.7);
      goal[i] = random.nextDouble(-0.7, 0.7);
    }
    gripper = 1;
    step = 0;
  }

  float[] obs() {
    float[] obs = new float[kind == Kind.GRASP ? 7 : 6];
    for (int i = 0; i < 3; i++) {
      obs[i] = (float) p[i];
      obs[3 + i] = (float) (goal[i] - p[i]);
    }
    if (kind == Kind.GRASP) obs[6] = gripper;
    return obs;
  }

  /** Straight to the goal, with noise. */
  float[] expert() {
    float[] action = new float[kind.actionDim()];
    for (int i = 0; i < 3; i++)
      action[i] = (float) Math.clamp((goal[i] - p[i]) / STEP + 0.3 * random.nextGaussian(), -1, 1);
    if (kind == Kind.GRASP)
      action[3] = distance() < RADIUS ? 1 : -1; // never "stay", as a person's hand
    return action;
  }

  /** Whether an action leads away from the goal. */
  boolean wrong(float[] action) {
    double along = 0;
    for (int i = 0; i < 3; i++) along += action[i] * (goal[i] - p[i]);
    return along < 0;
  }

  private double distance() {
    double squares = 0;
    for (int i = 0; i < 3; i++) squares += (goal[i] - p[i]) * (goal[i] - p[i]);
    return Math.sqrt(squares);
  }

  Transition step(float[] action, Source source, boolean demonstration, long episode) {
    float[] obs = obs();
    boolean near = distance() < REACH;
    for (int i = 0; i < 3; i++) p[i] = Math.clamp(p[i] + STEP * action[i], -1.2, 1.2);
    if (kind == Kind.GRASP && Math.abs(action[3]) > THRESHOLD) gripper = -Math.signum(action[3]);
    step++;
    boolean success = kind == Kind.GRASP ? near && gripper < 0 : distance() < RADIUS;
    boolean spoiled = kind == Kind.GRASP && gripper < 0 && !success;
    boolean terminal = success || spoiled;
    return new Transition(
        obs,
        action,
        action,
        kind == Kind.APPROACH ? (float) -distance() : success ? 1 : 0,
        terminal ? 0 : 1,
        terminal || step >= STEPS,
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
