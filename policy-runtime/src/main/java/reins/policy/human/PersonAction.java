package reins.policy.human;

import reins.contract.config.ActionSpace;
import reins.contract.config.Deployment;
import reins.contract.config.RigConfig;
import reins.contract.exchange.StateFrame;

/**
 * A person's deflections as an action of the task: six axes (linear in the base frame, then the
 * turns about it) and a gripper that stays where it was told. Where the action moves joints, the
 * person moves the tool all the same and the joints follow. A quadrotor's sticks are the same axes:
 * by velocity the linear ones and the turn about the vertical, by body rates height for thrust and
 * the turns.
 *
 * <p>Threads: one owner.
 */
public final class PersonAction {
  /** Linear x, y, z, then turns about x, y, z. */
  public static final int AXES = 6;

  /** Of the tool at full deflection, where the task does not say. */
  private static final double SPEED_M_S = 0.2;

  private static final double TURN_RAD_S = 0.6;

  private final ActionSpace space;
  private final int arm;
  private final ToolSteering steering;
  private final double period_s;
  private final double[] way = new double[AXES];
  private double[] q_rad;
  private double gripper;

  /** Of six axes, for a robot and its task's kind of action. */
  public PersonAction(Deployment config) {
    this(config.task().action(), steering(config), 1 / config.task().policy_hz());
  }

  /** Of a device whose numbers are the action's own. */
  public PersonAction(ActionSpace space) {
    this(space, null, Double.NaN);
  }

  private static ToolSteering steering(Deployment config) {
    boolean joints = config.task().action() instanceof ActionSpace.JointDelta;
    return joints && config instanceof RigConfig.Resolved arm
        ? new ToolSteering(arm.robot())
        : null;
  }

  private PersonAction(ActionSpace space, ToolSteering steering, double period_s) {
    this.space = space;
    this.steering = steering;
    this.period_s = period_s;
    arm = space.gripper() < 0 ? space.dim() : space.gripper();
  }

  /**
   * A take-over begins: the gripper goes on as it is commanded now, so that nothing is dropped.
   *
   * @param state its joints are read again at each {@link #write}
   */
  public void begin(StateFrame state, double width_max_m) {
    gripper = state.width_cmd_m < 0.5 * width_max_m ? 1 : -1;
    q_rad = state.q_rad;
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
   * @param axes [6] deflections, or the action's numbers but for the gripper
   * @param wish 1 to close, -1 to open, 0 to leave it
   */
  public void write(double[] axes, int wish, double[] action) {
    if (steering != null && space instanceof ActionSpace.JointDelta delta)
      steer(axes, delta, action);
    else for (int i = 0; i < arm; i++) action[i] = Math.clamp(axes[axis(i)], -1, 1);
    if (wish != 0) gripper = wish;
    if (space.gripper() >= 0) action[space.gripper()] = gripper;
  }

  /** All joints slower where one would be too fast: the tool keeps its direction. */
  private void steer(double[] axes, ActionSpace.JointDelta delta, double[] action) {
    for (int i = 0; i < AXES; i++)
      way[i] = period_s * (i < 3 ? SPEED_M_S : TURN_RAD_S) * Math.clamp(axes[i], -1, 1);
    steering.joints(q_rad, way, action);
    double most = delta.step_rad();
    for (int i = 0; i < arm; i++) most = Math.max(most, Math.abs(action[i]));
    for (int i = 0; i < arm; i++) action[i] /= most;
  }
}
