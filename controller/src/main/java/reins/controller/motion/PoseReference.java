package reins.controller.motion;

import reins.contract.config.RobotConfig;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.Layer;
import reins.controller.law.LawName;
import reins.controller.law.Setpoint;
import reins.controller.port.RobotState;

/**
 * A tool pose that moves within limits: holds, goes home, and follows whatever targets its axes are
 * given.
 *
 * <p>Never leaves the workspace. Where the arm is started outside, it may stay there, come nearer,
 * but not go further out.
 *
 * <p>Units and frames: base frame. Threads: the control loop's.
 */
final class PoseReference {
  private enum Phase {
    HOLDING,
    FOLLOWING,
    BRAKING,
    HOMING
  }

  private final TaskConfig.Workspace workspace;
  private final double speed_m_s;
  private final Homing homing;
  private Phase phase = Phase.HOLDING;

  /** [3] the curves of its position. */
  final SCurve[] axes = new SCurve[3];

  /** Its orientation. */
  final Turn turn;

  /** [3] where it is. */
  final double[] p_m = {Double.NaN, Double.NaN, Double.NaN};

  /** Takes the tool's limits, the workspace, the way home, and how far the tool may fall behind. */
  PoseReference(RobotConfig robot, TaskConfig task, double leash_m) {
    workspace = task.workspace();
    speed_m_s = task.reset().speed_m_s();
    RobotConfig.CartesianLimits limits = robot.cartesian();
    // Three axes at once are within the length's limits.
    double share = 1 / Math.sqrt(3);
    for (int k = 0; k < 3; k++)
      axes[k] =
          new SCurve(
              share * limits.v_max_m_s(), share * limits.a_max_m_s2(), share * limits.j_max_m_s3());
    turn = new Turn(limits);
    homing = new Homing(robot, task, leash_m);
  }

  /** Is put on the measured tool, at rest. */
  void place(RobotState state) {
    System.arraycopy(state.p_base_tool_m, 0, p_m, 0, 3);
    for (int k = 0; k < 3; k++) axes[k].place(p_m[k]);
    turn.place(state.q_base_tool);
    phase = Phase.HOLDING;
  }

  /** Comes into the workspace. */
  void confine() {
    for (int k = 0; k < 3; k++)
      axes[k].aim(
          Math.min(workspace.high_m()[k], Math.max(workspace.low_m()[k], p_m[k])), speed_m_s);
  }

  /** Comes to rest, and stays. */
  void hold(double dt_s) {
    if (phase != Phase.HOLDING) rest();
    phase = Phase.HOLDING;
    advance(dt_s);
  }

  private void rest() {
    leaveHoming();
    for (SCurve axis : axes) axis.rest();
    turn.rest();
  }

  /** Lets its axes follow the targets that they are given from now on. */
  void free() {
    leaveHoming();
    phase = Phase.FOLLOWING;
  }

  /** Goes on from the way home with the axes' own curves. */
  private void leaveHoming() {
    if (phase != Phase.HOMING) return;
    for (int k = 0; k < 3; k++) axes[k].place(p_m[k], homing.v(k), homing.a(k));
    turn.place(turn.q, homing);
  }

  /** Moves on towards the targets of its axes. */
  void follow(double dt_s) {
    free();
    advance(dt_s);
  }

  private void advance(double dt_s) {
    for (int k = 0; k < 3; k++) {
      axes[k].advance(dt_s);
      // Not a rounding error further out.
      p_m[k] = inside(k, axes[k].p());
    }
    turn.advance(dt_s);
  }

  /** The nearest to x that axis k may go to. */
  double inside(int k, double x_m) {
    return Math.min(high(k), Math.max(low(k), x_m));
  }

  /** The lowest that axis k may go to. */
  double low(int k) {
    return Math.min(workspace.low_m()[k], p_m[k]);
  }

  /** The highest that axis k may go to. */
  double high(int k) {
    return Math.max(workspace.high_m()[k], p_m[k]);
  }

  /** Brakes, then goes home. */
  void home(double dt_s, RobotState state) {
    if (phase == Phase.HOLDING || phase == Phase.FOLLOWING) {
      rest();
      phase = Phase.BRAKING;
    }
    if (phase == Phase.BRAKING) {
      advance(dt_s);
      if (!resting()) return;
      homing.begin(p_m, turn.q);
      phase = Phase.HOMING;
    }
    homing.advance(dt_s, state, p_m, turn.q);
  }

  private boolean resting() {
    return axes[0].done() && axes[1].done() && axes[2].done() && turn.resting();
  }

  /** Whether the tool rests at the reset pose. */
  boolean homed() {
    return phase == Phase.HOMING && homing.homed();
  }

  /** {@code setpoint} written. */
  void fill(Setpoint setpoint) {
    setpoint.law = LawName.CARTESIAN_IMPEDANCE;
    double behind_m = 0;
    if (phase != Phase.HOMING)
      for (SCurve axis : axes) behind_m = Math.max(behind_m, Math.abs(axis.stop() - axis.p()));
    // v^2 / 2a: what it is behind a reference that could stop at once.
    setpoint.changed[Layer.SHAPING.ordinal()] = behind_m;
    System.arraycopy(p_m, 0, setpoint.p_base_ref_m, 0, 3);
    System.arraycopy(turn.q, 0, setpoint.q_base_ref, 0, 4);
  }
}
