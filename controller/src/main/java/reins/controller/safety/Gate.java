package reins.controller.safety;

import reins.contract.config.RigConfig;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.ActionFrame;
import reins.contract.exchange.Command;
import reins.contract.exchange.Fault;
import reins.contract.exchange.Layer;
import reins.contract.exchange.Mode;
import reins.contract.exchange.Source;
import reins.controller.law.LawName;
import reins.controller.law.Setpoint;
import reins.controller.motion.MotionGenerator;
import reins.controller.port.RobotState;
import reins.controller.safety.Move.Event;

/**
 * Decides what the arm may be asked: keeps the mode, judges the action, bounds the set-point, and
 * says what was executed.
 *
 * <p>Threads: the control loop's.
 */
public final class Gate {
  private static final double MAX_DT_s = 0.01;

  private final TaskConfig task;
  private final double width_max_m;
  private final Supervisor supervisor;
  private final Panel panel;
  private final Sanity sanity;
  private final Inbox inbox;
  private final MotionGenerator motion;
  private final double[] executed = new double[TaskConfig.MAX_ACTION];
  private boolean entered;
  private boolean started;
  private double width_m = Double.NaN;
  private long last_ns;

  /** Takes robot, task and rig, what people ask for, and the layer that judges the state. */
  public Gate(RigConfig.Resolved config, Panel panel, Sanity sanity) {
    this.panel = panel;
    this.sanity = sanity;
    task = config.task();
    width_max_m = config.robot().gripper().width_max_m();
    supervisor = new Supervisor(config, panel);
    inbox = new Inbox(task.action());
    motion = MotionGenerator.of(config.robot(), task);
  }

  /** Damping only, from the next tick on, until a person recovers. */
  public void safeStop() {
    supervisor.stop();
  }

  /** What the controller is doing. */
  public Mode mode() {
    return supervisor.mode();
  }

  /**
   * Admits what may be executed in this tick.
   *
   * @param known bits of {@link Fault} that this tick has already
   * @param setpoint written
   * @return more of them
   */
  public int admit(
      long now_ns, int known, RobotState state, ActionFrame action, Setpoint setpoint) {
    double gap_s = started ? (now_ns - last_ns) * 1e-9 : 0;
    double dt_s = Math.clamp(gap_s, 0.0, MAX_DT_s);
    last_ns = now_ns;
    started = true;
    setpoint.admitted = false;
    setpoint.homed = false;
    setpoint.stale_ns = 0;
    if (inbox.asksToStop(action)) panel.estop().trip(EstopLatch.Cause.DEVICE);
    if (inbox.arrived(now_ns, action)) supervisor.wanted();
    int fault = supervisor.look(gap_s, dt_s, known, state);
    Event event = supervisor.event(known | fault, inbox.silent_ns(now_ns));
    if (event != null) fault |= move(event, state);
    if (supervisor.mode().following())
      fault |= follow(now_ns, dt_s, fault, state, action, setpoint) | position(state);
    else inbox.skip(action);
    fill(setpoint);
    return fault;
  }

  /** Asks the table for a move, and does what it says on the way. */
  private int move(Event event, RobotState state) {
    Move move = supervisor.raise(event);
    if (move == null) return Fault.MOVE_REFUSED;
    switch (move.action()) {
      case ENGAGE -> engage(state);
      case TRUST_AGAIN, UNLATCH -> sanity.trustAgain();
      default -> {}
    }
    return 0;
  }

  private void engage(RobotState state) {
    motion.place(state);
    // An arm that drifted out while it was blind is drawn back, softly; one that is switched on is
    // not.
    if (entered) motion.confine();
    if (!Double.isFinite(width_m)) width_m = state.width_m;
  }

  private int follow(
      long now_ns,
      double dt_s,
      int known,
      RobotState state,
      ActionFrame action,
      Setpoint setpoint) {
    int fault = inbox.judge(now_ns, action);
    if (inbox.refused()) setpoint.changed[Layer.SANITY.ordinal()] = 1;
    if ((known & Fault.TICKS_MISSED) != 0) inbox.stop();
    setpoint.stale_ns = inbox.stale_ns();
    Event wish = wish();
    if (wish != null) fault |= move(wish, state);
    if (supervisor.mode().acting()) fault |= act(dt_s, state, action, setpoint);
    else if (supervisor.mode() == Mode.HOMING) home(dt_s, state, setpoint);
    else motion.hold(dt_s, state);
    return fault;
  }

  /** What the running frame asks for, where that is not done already. */
  private Event wish() {
    Mode mode = supervisor.mode();
    if (inbox.command() == Command.HOME) return mode == Mode.HOMING ? null : Event.HOME;
    if (inbox.command() != Command.ACT) return mode == Mode.HOLD ? null : Event.STAND;
    if (inbox.source() == Source.POLICY) return mode == Mode.ACTIVE_POLICY ? null : Event.POLICY;
    return mode == Mode.INTERVENTION ? null : Event.PERSON;
  }

  private void home(double dt_s, RobotState state, Setpoint setpoint) {
    // A hand that the action does not move may hold the task's tool.
    if (task.action().gripper() >= 0) width_m = width_max_m;
    motion.home(dt_s, state);
    setpoint.homed = motion.homed();
  }

  private int act(double dt_s, RobotState state, ActionFrame action, Setpoint setpoint) {
    int fault = 0;
    if (inbox.fresh()) {
      setpoint.admitted = true;
      fault = clip(action);
      fault |=
          inbox.revises()
              ? motion.revise(executed, state, setpoint)
              : motion.step(executed, state, setpoint);
      if (task.action().gripper() >= 0) grip(executed[task.action().gripper()]);
    }
    motion.follow(dt_s, state);
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
    setpoint.mode = supervisor.mode();
    setpoint.recover = supervisor.clearing();
    setpoint.action_seq = inbox.seq();
    setpoint.width_m = width_m;
    motion.fill(setpoint);
    if (setpoint.mode.braking()) setpoint.law = LawName.DAMPING;
    else if (!setpoint.mode.following()) setpoint.law = LawName.RELAXED;
    if (setpoint.mode.acting())
      System.arraycopy(executed, 0, setpoint.executed, 0, executed.length);
    else setpoint.executeNothing();
  }
}
