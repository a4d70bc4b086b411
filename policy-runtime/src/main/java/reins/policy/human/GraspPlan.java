package reins.policy.human;

import reins.contract.config.Goal;
import reins.contract.config.RobotConfig;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.StateFrame;
import reins.policy.observe.Objects;

/**
 * How to pick up the object from wherever things stand.
 *
 * <p>Units and frames: metres in the base frame; the object is a cube whose half edge is its
 * resting height; the tool points down, its centre between the finger tips.
 *
 * <p>Threads: one owner.
 */
final class GraspPlan implements Plan {
  /** What there is to do next. */
  enum Stage {
    /** The fingers are closed around nothing: open them, and get up if low. */
    LET_GO,
    /** Low beside the object: straight up first. */
    RISE,
    /** To the place above the object. */
    ABOVE,
    /** Down around it. */
    DESCEND,
    /** Fingers shut on it; wait until the width settles. */
    CLOSE,
    /** Up with it. */
    LIFT
  }

  private static final double HOVER_M = 0.06;
  private static final double ALIGNED_M = 0.010;
  private static final double ASTRIDE_M = 0.018;
  private static final double AT_DEPTH_M = 0.008;
  private static final double HELD_M = 0.03;
  private static final double WIDTH_SETTLED_M = 0.002;
  private static final double OPENING_MARGIN_M = 0.02;

  private final double size_m;
  private final double floor_m;
  private final double step_m;
  private final double lift_m;
  private final double rest_z_m;
  private final Steering steering;
  private final double widthPerStep_m;
  private final double[] target_m = new double[3];
  private final double[] e_m = new double[3];
  private double lastWidth_m = Double.NaN;
  private Stage stage = Stage.ABOVE;
  private double remainingSteps;
  private boolean shut;

  GraspPlan(TaskConfig task, RobotConfig.Gripper gripper, Goal.Lift goal) {
    rest_z_m = task.reset().object_low_m()[2];
    size_m = 2 * rest_z_m;
    floor_m = task.workspace().low_m()[2];
    steering = new Steering(task, 0.7);
    step_m = steering.step_m();
    lift_m = goal.lift_m();
    widthPerStep_m = gripper.speed_max_m_s() / task.policy_hz();
  }

  @Override
  public void look(StateFrame state, Objects objects) {
    double[] object = objects.p_base_object_m;
    double[] tool = state.p_base_tool_m;
    for (int i = 0; i < 3; i++) e_m[i] = object[i] - tool[i];
    double beside_m = Math.hypot(e_m[0], e_m[1]);
    double above_m = -e_m[2];
    boolean shutting = state.width_cmd_m < 0.75 * size_m;
    boolean settled = Math.abs(state.width_m - lastWidth_m) < WIDTH_SETTLED_M;
    lastWidth_m = state.width_m;

    stage =
        shutting
            ? whileShut(state.width_m, settled, beside_m, above_m)
            : whileOpen(state.width_m, beside_m, above_m);
    aim(tool, object);
    shut = stage == Stage.CLOSE || stage == Stage.LIFT;
    remainingSteps = estimate(state.width_m, object[2]);
  }

  private Stage whileShut(double width_m, boolean settled, double beside_m, double above_m) {
    boolean around = beside_m < HELD_M && Math.abs(above_m) < HELD_M && width_m > 0.5 * size_m;
    if (!around) return Stage.LET_GO;
    // Askew between the fingers it is wider than its edge, up to its diagonal.
    return settled && width_m < 1.5 * size_m ? Stage.LIFT : Stage.CLOSE;
  }

  private Stage whileOpen(double width_m, double beside_m, double above_m) {
    boolean open = width_m > size_m + OPENING_MARGIN_M;
    boolean low = above_m < HOVER_M - 0.02;
    if (!open && low) return Stage.LET_GO;
    if (open && beside_m < ALIGNED_M && above_m < AT_DEPTH_M) return Stage.CLOSE;
    if (open && beside_m < (low ? ASTRIDE_M : ALIGNED_M)) return Stage.DESCEND;
    return low ? Stage.RISE : Stage.ABOVE;
  }

  private void aim(double[] tool, double[] object) {
    double hover_m = object[2] + HOVER_M;
    switch (stage) {
      case LET_GO, RISE -> set(tool[0], tool[1], Math.max(hover_m, tool[2]));
      case ABOVE -> set(object[0], object[1], hover_m);
      case DESCEND -> set(object[0], object[1], Math.max(object[2], floor_m + 0.003));
      case CLOSE -> set(tool[0], tool[1], tool[2]);
      case LIFT -> set(tool[0], tool[1], tool[2] + 2 * step_m);
    }
  }

  private void set(double x, double y, double z) {
    target_m[0] = x;
    target_m[1] = y;
    target_m[2] = z;
  }

  /** Steps of a person who makes no mistake from here to the lifted object. */
  private double estimate(double width_m, double objectZ_m) {
    double lift = Math.max(0, rest_z_m + lift_m - objectZ_m) / step_m;
    double close = Math.max(0, width_m - size_m) / widthPerStep_m;
    double fullClose = size_m / widthPerStep_m;
    double open = Math.max(0, size_m + OPENING_MARGIN_M - width_m) / widthPerStep_m;
    double beside = Math.max(Math.abs(e_m[0]), Math.abs(e_m[1])) / step_m;
    double hover = HOVER_M / step_m;
    double climb = Math.max(0, HOVER_M + e_m[2]) / step_m;
    double toHover = Math.abs(HOVER_M + e_m[2]) / step_m;
    return switch (stage) {
      case LIFT -> lift;
      case CLOSE -> lift + close + 1;
      case DESCEND -> lift + fullClose + 1 + beside + Math.max(0, -e_m[2]) / step_m;
      case ABOVE -> lift + fullClose + 1 + hover + Math.max(Math.max(beside, toHover), open);
      case RISE -> lift + fullClose + 1 + hover + climb + beside;
      case LET_GO -> lift + fullClose + 1 + hover + Math.max(open, climb) + beside;
    };
  }

  /** Displacement in steps, then the gripper. */
  @Override
  public void act(StateFrame state, double[] action) {
    for (int i = 0; i < 3; i++) {
      boolean free = stage != Stage.CLOSE && !(stage == Stage.LIFT && i < 2);
      action[i] = free ? steering.toward(state, i, target_m[i]) : 0;
    }
    action[3] = shut ? 1 : -1;
  }

  Stage stage() {
    return stage;
  }

  @Override
  public double remainingSteps() {
    return remainingSteps;
  }

  /** Forgets the last width. */
  @Override
  public void reset() {
    lastWidth_m = Double.NaN;
  }
}
