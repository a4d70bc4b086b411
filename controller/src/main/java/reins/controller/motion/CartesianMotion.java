package reins.controller.motion;

import reins.contract.config.ActionSpace;
import reins.contract.config.RobotConfig;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.Fault;
import reins.contract.exchange.Layer;
import reins.controller.law.Setpoint;
import reins.controller.port.RobotState;

/**
 * The tool pose that the Cartesian impedance steers to: evenly from one target to the next within a
 * policy period, so that 10 Hz becomes a smooth 1 kHz.
 *
 * <p>Units and frames: base frame. Threads: the control loop's.
 */
final class CartesianMotion implements MotionGenerator {
  private final ActionSpace.CartesianDelta space;
  private final double period_s;
  private final PoseReference pose;
  private final OrientationBounds bounds;
  private final EdgeBrake brake;
  private final double[] q_goal = new double[4];
  private final double[] from_m = new double[3];
  private final double[] q_from = new double[4];

  CartesianMotion(RobotConfig robot, TaskConfig task, ActionSpace.CartesianDelta space) {
    this.space = space;
    period_s = 1 / task.policy_hz();
    pose = new PoseReference(robot, task, space.leash_m());
    bounds = new OrientationBounds(task.reset().yaw_rad());
    brake = new EdgeBrake(task.impedance(), period_s);
  }

  @Override
  public void place(RobotState state) {
    pose.place(state);
  }

  @Override
  public void confine() {
    pose.confine();
  }

  @Override
  public void hold(double dt_s, RobotState state) {
    pose.hold(dt_s);
  }

  @Override
  public int step(double[] action, RobotState state, Setpoint setpoint) {
    pose.free();
    for (int k = 0; k < 3; k++) from_m[k] = pose.axes[k].target();
    pose.turn.goal(q_from);
    return revise(action, state, setpoint);
  }

  @Override
  public int revise(double[] action, RobotState state, Setpoint setpoint) {
    int fault = 0;
    double cut_m = 0;
    for (int k = 0; k < 3; k++) {
      // target := target at the step's beginning + step a
      double wanted = from_m[k] + space.step_m() * action[k];
      // |target - p| <= leash, axis by axis like the law's clip; the way that it needs to brake is
      // no lead.
      double p = state.p_base_tool_m[k], way = pose.axes[k].stop() - pose.axes[k].p();
      double high = p + space.leash_m() + Math.max(0, way);
      double near = Math.min(high, Math.max(p - space.leash_m() + Math.min(0, way), wanted));
      if (near != wanted) fault |= Fault.LEASH_CLIPPED;
      double inside = pose.inside(k, slowed(k, near, state.v_base_tool[k]));
      if (inside != near) fault |= Fault.WORKSPACE_CLIPPED;
      cut_m = Math.max(cut_m, Math.abs(inside - wanted));
      pose.axes[k].aimWithin(inside, period_s);
    }
    setpoint.changed[Layer.WORKSPACE.ordinal()] = cut_m;
    return space.turns() ? fault | turn(action, state) : fault;
  }

  /** The target, or where before an edge the step towards it has to end. */
  private double slowed(int k, double to_m, double v_m_s) {
    double low = pose.low(k), high = pose.high(k);
    double lowest = low - brake.last(low - from_m[k], -v_m_s);
    double highest = high + brake.last(from_m[k] - high, v_m_s);
    return Math.min(highest, Math.max(lowest, to_m));
  }

  private int turn(double[] action, RobotState state) {
    int fault = 0;
    System.arraycopy(q_from, 0, q_goal, 0, 4);
    bounds.add(action, space.step_rad(), q_goal);
    if (bounds.leash(state.q_base_tool, space.leash_rad(), q_goal)) fault |= Fault.LEASH_CLIPPED;
    if (bounds.box(pose.turn.q, space.turn_max_rad(), q_goal)) fault |= Fault.WORKSPACE_CLIPPED;
    pose.turn.aimWithin(q_goal, period_s);
    return fault;
  }

  @Override
  public void follow(double dt_s, RobotState state) {
    pose.follow(dt_s);
  }

  @Override
  public void home(double dt_s, RobotState state) {
    pose.home(dt_s, state);
  }

  @Override
  public boolean homed() {
    return pose.homed();
  }

  @Override
  public void fill(Setpoint setpoint) {
    pose.fill(setpoint);
  }
}
