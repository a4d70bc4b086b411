package reins.policy.human;

import reins.contract.config.Goal;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.StateFrame;
import reins.policy.observe.Objects;

/**
 * How to get a peg into a hole from wherever things stand: above it, lined up, straight down; and
 * up again where it stands on the rim.
 *
 * <p>Units and frames: metres in the base frame; the tool points down, the object is the middle of
 * the hole's mouth.
 *
 * <p>Threads: one owner.
 */
final class InsertPlan implements Plan {
  /** What there is to do next. */
  enum Stage {
    /** The peg's end is low beside the hole, or on its rim: straight up first. */
    RISE,
    /** To the place above the hole. */
    ALIGN,
    /** Straight down, through the mouth or in the hole. */
    LOWER
  }

  private static final double GAIN = 0.5;
  private static final double HOVER_M = 0.010;
  private static final double CLEAR_M = 0.003;
  private static final double OVERSHOOT_M = 0.004;
  private static final double WHILE_FALLING = 0.9;
  private static final double BEFORE_FALLING = 0.6;

  private final Steering steering;
  private final Goal.Insert peg;
  private final double[] target_m = new double[3];
  private Stage stage = Stage.ALIGN;
  private double remainingSteps;

  InsertPlan(TaskConfig task, Goal.Insert peg) {
    this.peg = peg;
    steering = new Steering(task, GAIN);
  }

  @Override
  public void look(StateFrame state, Objects objects) {
    double[] mouth = objects.p_base_object_m;
    double[] tool = state.p_base_tool_m;
    double beside_m = Math.max(Math.abs(mouth[0] - tool[0]), Math.abs(mouth[1] - tool[1]));
    double above_m = tool[2] - peg.reach_m() - mouth[2];
    stage = stage(beside_m, above_m);
    boolean up = stage == Stage.RISE;
    target_m[0] = up ? tool[0] : mouth[0];
    target_m[1] = up ? tool[1] : mouth[1];
    double end_m = mouth[2] + (stage == Stage.LOWER ? -(peg.depth_m() + OVERSHOOT_M) : HOVER_M);
    target_m[2] = end_m + peg.reach_m();
    remainingSteps = estimate(beside_m, above_m);
  }

  private Stage stage(double beside_m, double above_m) {
    double play_m = peg.clearance_m() / 2;
    if (above_m < -CLEAR_M && beside_m < peg.clearance_m()) return Stage.LOWER;
    if (above_m < CLEAR_M && beside_m > play_m) return Stage.RISE;
    boolean falling = stage == Stage.LOWER;
    return beside_m < play_m * (falling ? WHILE_FALLING : BEFORE_FALLING)
        ? Stage.LOWER
        : Stage.ALIGN;
  }

  /** Steps of a person who makes no mistake from here to the peg in the hole. */
  private double estimate(double beside_m, double above_m) {
    double in = peg.depth_m() + HOVER_M;
    double way_m =
        switch (stage) {
          case LOWER -> peg.depth_m() + above_m;
          case ALIGN -> in + Math.max(beside_m, Math.abs(above_m - HOVER_M));
          case RISE -> in + Math.max(0, HOVER_M - above_m) + beside_m;
        };
    return way_m / steering.step_m();
  }

  @Override
  public void act(StateFrame state, double[] action) {
    for (int i = 0; i < 3; i++) {
      boolean free = stage != Stage.RISE || i == 2;
      action[i] = free ? steering.toward(state, i, target_m[i]) : 0;
    }
  }

  Stage stage() {
    return stage;
  }

  @Override
  public double remainingSteps() {
    return remainingSteps;
  }
}
