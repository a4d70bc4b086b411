package reins.controller.motion;

import reins.contract.config.ActionSpace;
import reins.contract.config.RobotConfig;
import reins.contract.config.TaskConfig;
import reins.contract.geometry.Quaternions;
import reins.controller.law.LawName;
import reins.controller.law.Setpoint;
import reins.controller.port.RobotState;

/**
 * The wrench that wrench control applies: grows evenly from one action's to the next, decays where
 * none comes, and does not push out of the workspace. On axes that the action does not have, and in
 * every other phase, a pose is held.
 *
 * <p>Units and frames: N, Nm, base frame. Threads: the control loop's.
 *
 * <p>Source: HIL-SERL's egg flip controller (longest gap, decay, box with recovery).
 */
final class WrenchMotion implements MotionGenerator {
  /** How far the tool may fall behind on its way home. */
  private static final double LEASH_m = 0.04;

  /** A push outwards fades over the last of the way to the workspace's edge. */
  private static final double MARGIN_m = 0.02;

  private static final double MARGIN_rad = 0.1;

  private final ActionSpace.Wrench action;
  private final TaskConfig.Workspace workspace;
  private final PoseReference pose;
  private final OrientationBounds bounds;
  private final double[] wrench = new double[6];
  private final double[] goal = new double[6];
  private final double[] rate = new double[6];
  private final double[] pushed = new double[6];
  private final double[] p_ref_m = new double[3];
  private final double[] q_ref = new double[4];
  private final double[] e_rad = new double[3];
  private final double[] out_rad = new double[3];
  private double since_s;
  private boolean applying;

  WrenchMotion(RobotConfig robot, TaskConfig task, ActionSpace.Wrench action) {
    this.action = action;
    workspace = task.workspace();
    pose = new PoseReference(robot, task, LEASH_m);
    bounds = new OrientationBounds(task.reset().yaw_rad());
  }

  @Override
  public void place(RobotState state) {
    applying = false;
    pose.place(state);
  }

  @Override
  public void confine() {
    pose.confine();
  }

  @Override
  public void hold(double dt_s, RobotState state) {
    release(state);
    pose.hold(dt_s);
  }

  /** Holds the tool where the wrench has brought it, or at the workspace's edge. */
  private void release(RobotState state) {
    if (!applying) return;
    applying = false;
    pose.place(state);
    pose.confine();
  }

  @Override
  public int step(double[] values, RobotState state, Setpoint setpoint) {
    if (!applying) {
      for (int axis = 0; axis < 6; axis++) wrench[axis] = 0;
      pose.hold(0);
    }
    applying = true;
    since_s = 0;
    for (int axis = 0; axis < 6; axis++) {
      goal[axis] = action.scale(axis) * values[axis];
      rate[axis] = Math.abs(goal[axis] - wrench[axis]) / action.rise_s();
    }
    return 0;
  }

  @Override
  public void follow(double dt_s, RobotState state) {
    since_s += dt_s;
    // F := F exp(-dt / T)
    double kept = since_s > action.max_gap_s() ? Math.exp(-dt_s / action.decay_s()) : 1;
    for (int axis = 0; axis < 6; axis++) {
      double step = rate[axis] * dt_s;
      wrench[axis] += Math.max(-step, Math.min(step, goal[axis] - wrench[axis]));
      goal[axis] *= kept;
      wrench[axis] *= kept;
    }
    pose.hold(dt_s);
    push(state);
    turn(state);
  }

  private void push(RobotState state) {
    for (int k = 0; k < 3; k++) {
      double p = state.p_base_tool_m[k];
      double low = workspace.low_m()[k], high = workspace.high_m()[k];
      boolean free = action.scale(k) > 0;
      pushed[k] = inwards(wrench[k], p - low, high - p, MARGIN_m);
      p_ref_m[k] = free ? Math.min(high, Math.max(low, p)) : pose.p_m[k];
    }
  }

  private void turn(RobotState state) {
    bounds.fromReset(state.q_base_tool, out_rad);
    Quaternions.conjugate(state.q_base_tool, q_ref);
    Quaternions.multiply(pose.turn.q, q_ref, q_ref);
    Quaternions.log(q_ref, e_rad);
    double most = action.turn_max_rad();
    for (int k = 0; k < 3; k++) {
      double r = out_rad[k];
      pushed[3 + k] = inwards(wrench[3 + k], r + most, most - r, MARGIN_rad);
      if (action.scale(3 + k) > 0) e_rad[k] = Math.min(most, Math.max(-most, r)) - r;
    }
    // q_ref = exp(e) q
    Quaternions.exp(e_rad, q_ref);
    Quaternions.multiply(q_ref, state.q_base_tool, q_ref);
  }

  /** A push without what would lead further out than there is room. */
  private static double inwards(double push, double below, double above, double margin) {
    double room = (push < 0 ? below : above) / margin;
    return push * Math.min(1.0, Math.max(0.0, room));
  }

  @Override
  public void home(double dt_s, RobotState state) {
    release(state);
    pose.home(dt_s, state);
  }

  @Override
  public boolean homed() {
    return pose.homed();
  }

  @Override
  public void fill(Setpoint setpoint) {
    pose.fill(setpoint);
    if (!applying) return;
    setpoint.law = LawName.WRENCH;
    System.arraycopy(p_ref_m, 0, setpoint.p_base_ref_m, 0, 3);
    System.arraycopy(q_ref, 0, setpoint.q_base_ref, 0, 4);
    System.arraycopy(pushed, 0, setpoint.wrench_base_ref, 0, 6);
  }
}
