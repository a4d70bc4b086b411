package reins.controller.safety;

import reins.contract.config.RigConfig;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.ActionFrame;
import reins.contract.exchange.Command;
import reins.contract.exchange.Fault;
import reins.contract.exchange.Mode;
import reins.controller.law.Setpoint;
import reins.controller.port.RobotState;

/**
 * Decides what the arm may be asked: judges state and action, bounds the set-point, and says what
 * was executed.
 *
 * <pre>
 *   from        to         when
 *   any         SAFE_STOP  the state is not finite, or a tick threw: until the process is restarted
 *   any         IDLE       not armed, or the state is stale
 *   IDLE        HOLD       armed and the state is fresh: the reference is put on the measured tool
 *   HOLD...     ACTIVE     an ACT frame is admitted
 *   HOLD...     HOMING     a HOME frame is admitted
 *   ACTIVE...   HOLD       a HOLD frame is admitted, a frame is refused, or the running one is stale
 * </pre>
 *
 * <p>Between HOLD, ACTIVE and HOMING the reference goes on from where it is, so that the torque
 * does not jump. A barrier filter will stand between the reference and the set-point.
 *
 * <p>Threads: the control loop's.
 */
public final class Gate {
  private static final double MAX_DT_s = 0.01;

  private final TaskConfig task;
  private final double width_max_m;
  private final Health health;
  private final Inbox inbox;
  private final Reference reference;
  private final Homing homing;
  private final double[] executed = new double[TaskConfig.MAX_ACTION];
  private Mode mode = Mode.IDLE;
  private boolean armed;
  private boolean entered;
  private double width_m = Double.NaN;
  private long last_ns;

  /** Takes robot, task and rig; armed where the rig is. */
  public Gate(RigConfig.Resolved config) {
    task = config.task();
    width_max_m = config.robot().gripper().width_max_m();
    health = new Health(config.rig().control().state_stale_s());
    inbox = new Inbox(task.action());
    reference = new Reference(task);
    homing = new Homing(config.robot(), task);
    armed = config.rig().armed();
  }

  /** Lets the arm move, or takes its torque away from the next tick on. */
  public void arm(boolean on) {
    armed = on;
  }

  /** Damping only, from the next tick on, for good. */
  public void safeStop() {
    mode = Mode.SAFE_STOP;
  }

  /**
   * Admits what may be executed in this tick.
   *
   * @param setpoint written
   * @return bits of {@link Fault}
   */
  public int admit(long now_ns, RobotState state, ActionFrame action, Setpoint setpoint) {
    double dt_s = Math.clamp((now_ns - last_ns) * 1e-9, 0.0, MAX_DT_s);
    last_ns = now_ns;
    int fault = health.check(now_ns, state);
    setpoint.admitted = false;
    setpoint.homed = false;
    setpoint.stale_ns = 0;
    if (mode == Mode.SAFE_STOP || (fault & Fault.STATE_NOT_FINITE) != 0) {
      stop(Mode.SAFE_STOP, action);
    } else if (!armed || fault != 0) {
      stop(Mode.IDLE, action);
    } else {
      if (mode == Mode.IDLE) engage(state);
      fault |= inbox.judge(now_ns, action);
      fault |= follow(now_ns, dt_s, state, action, setpoint) | position(state);
    }
    fill(setpoint);
    return fault;
  }

  private void stop(Mode stopped, ActionFrame action) {
    mode = stopped;
    inbox.skip(action);
  }

  private void engage(RobotState state) {
    mode = Mode.HOLD;
    reference.place(state.p_base_tool_m, state.q_base_tool);
    // An arm that drifted out while it was blind is drawn back, softly; one that is switched on is
    // not.
    if (entered) reference.confine();
    if (!Double.isFinite(width_m)) width_m = state.width_m;
  }

  private int follow(
      long now_ns, double dt_s, RobotState state, ActionFrame action, Setpoint setpoint) {
    setpoint.stale_ns = inbox.stale_ns();
    if (inbox.command() == Command.ACT) return act(now_ns, state, action, setpoint);
    if (inbox.command() == Command.HOME) {
      if (mode != Mode.HOMING) homing.begin(reference);
      mode = Mode.HOMING;
      width_m = width_max_m;
      homing.advance(dt_s, state, reference);
      setpoint.homed = homing.homed(state);
      return 0;
    }
    if (mode != Mode.HOLD) reference.freeze();
    mode = Mode.HOLD;
    return 0;
  }

  private int act(long now_ns, RobotState state, ActionFrame action, Setpoint setpoint) {
    mode = Mode.ACTIVE;
    int fault = 0;
    if (inbox.fresh()) {
      setpoint.admitted = true;
      fault = clip(action) | reference.step(now_ns, executed, state.p_base_tool_m);
      if (task.action().dim() > 3) grip(executed[3]);
    }
    reference.advance(now_ns);
    return fault;
  }

  private int clip(ActionFrame action) {
    int fault = 0;
    for (int i = 0; i < task.action().dim(); i++) {
      executed[i] = Math.clamp(action.action[i], -1.0, 1.0);
      if (executed[i] != action.action[i]) fault = Fault.ACTION_CLIPPED;
    }
    return fault;
  }

  private void grip(double close) {
    if (close > task.action().gripper_threshold()) width_m = 0;
    else if (close < -task.action().gripper_threshold()) width_m = width_max_m;
  }

  /** Counts only an arm that has been inside: one that is started outside has to come in first. */
  private int position(RobotState state) {
    double margin_m = task.impedance().clip_trans_m();
    boolean inside = true;
    for (int k = 0; k < 3; k++)
      inside &=
          state.p_base_tool_m[k] >= task.workspace().low_m()[k] - margin_m
              && state.p_base_tool_m[k] <= task.workspace().high_m()[k] + margin_m;
    entered |= inside;
    return entered && !inside ? Fault.OUTSIDE_WORKSPACE : 0;
  }

  private void fill(Setpoint setpoint) {
    setpoint.mode = mode;
    setpoint.action_seq = inbox.seq();
    setpoint.width_m = width_m;
    System.arraycopy(reference.p_m, 0, setpoint.p_base_ref_m, 0, 3);
    System.arraycopy(reference.q, 0, setpoint.q_base_ref, 0, 4);
    if (mode == Mode.ACTIVE) System.arraycopy(executed, 0, setpoint.executed, 0, executed.length);
    else setpoint.executeNothing();
  }
}
