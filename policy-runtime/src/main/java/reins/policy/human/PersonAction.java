package reins.policy.human;

import reins.contract.config.ActionSpace;

/**
 * A person's deflections as an action of the task: six axes (linear in the base frame, then the
 * turns about it) and a gripper that stays where it was told. A quadrotor's sticks are the same
 * axes: by velocity the linear ones and the turn about the vertical, by body rates height for
 * thrust and the turns.
 *
 * <p>Threads: one owner.
 */
public final class PersonAction {
  /** Linear x, y, z, then turns about x, y, z. */
  public static final int AXES = 6;

  private final ActionSpace space;
  private final int arm;
  private double gripper;

  /** For a task's kind of action. */
  public PersonAction(ActionSpace space) {
    this.space = space;
    arm = space.gripper() < 0 ? space.dim() : space.gripper();
  }

  /** Whether six axes say what the action needs: not where it moves single joints. */
  public boolean steerable() {
    return !(space instanceof ActionSpace.JointDelta);
  }

  /** A take-over begins: the gripper goes on as it is commanded now, so that nothing is dropped. */
  public void begin(double width_cmd_m, double width_max_m) {
    gripper = width_cmd_m < 0.5 * width_max_m ? 1 : -1;
  }

  /** Which axis moves a number of the action. */
  private int axis(int i) {
    return switch (space) {
      case ActionSpace.Velocity _ -> i == 3 ? 5 : i;
      case ActionSpace.BodyRates _ -> 2 + i;
      case ActionSpace.Arm _ -> i;
    };
  }

  /**
   * {@code action} written.
   *
   * @param axes [6] deflections
   * @param wish 1 to close, -1 to open, 0 to leave it
   */
  public void write(double[] axes, int wish, double[] action) {
    for (int i = 0; i < arm; i++) action[i] = Math.clamp(axes[axis(i)], -1, 1);
    if (wish != 0) gripper = wish;
    if (space.gripper() >= 0) action[space.gripper()] = gripper;
  }
}
