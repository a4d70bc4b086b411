package reins.controller.loop;

import java.util.Arrays;
import reins.contract.config.RigConfig;
import reins.contract.config.RosConfig;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.ActionFrame;
import reins.contract.exchange.Exchange;
import reins.contract.exchange.Fault;
import reins.controller.estimate.ToolEstimator;
import reins.controller.law.CommandLaw;
import reins.controller.law.EquilibriumPose;
import reins.controller.law.LawName;
import reins.controller.law.ResolvedRate;
import reins.controller.law.Setpoint;
import reins.controller.law.SwitchedLaw;
import reins.controller.port.ArmCommand;
import reins.controller.port.Port;
import reins.controller.port.RobotState;
import reins.controller.safety.Gate;
import reins.controller.safety.LastHand;
import reins.controller.safety.Limiter;
import reins.controller.safety.Panel;
import reins.controller.safety.PoseLimiter;
import reins.controller.safety.Sanity;
import reins.controller.safety.SpeedLimiter;
import reins.controller.safety.barrier.BarrierFilter;

/**
 * One tick of the controller: sensor message, state, action, safety, law, command.
 *
 * <p>Threads: one at a time. Neither {@link #tick} nor anything below it allocates, waits, logs or
 * reads a clock.
 */
public final class ControlLoop implements Driven {
  /** Torque fades within this. */
  private static final double RELAX_s = 0.5;

  private final Port port;
  private final Exchange exchange;
  private final RobotState state;
  private final ActionFrame action = new ActionFrame();
  private final Setpoint setpoint = new Setpoint();
  private final ArmCommand command;
  private final Panel panel;
  private final Sanity sanity;
  private final ToolEstimator estimator;
  private final Gate gate;
  private final CommandLaw law;
  private final TaskConfig.Impedance gains;
  private final BarrierFilter barrier;
  private final LastHand limiter;
  private final Report report;
  private final BlackBox blackBox;
  private final TickStats stats;

  private ControlLoop(RigConfig.Resolved config, Port port, Exchange exchange) {
    this.port = port;
    this.exchange = exchange;
    state = new RobotState(config.robot().n());
    command = new ArmCommand(config.robot().n());
    Arrays.fill(action.action, Double.NaN);
    panel = new Panel(config.rig());
    sanity = new Sanity(config);
    estimator = new ToolEstimator(config.robot(), config.rig().safety().payload());
    gate = new Gate(config, panel, sanity);
    RosConfig.Arm arm = config.rig().ros().arm();
    law = law(config, arm);
    gains = config.task().impedance();
    barrier = new BarrierFilter(config);
    limiter = limiter(config, arm);
    report = new Report(state, setpoint, command);
    blackBox = new BlackBox(config.rig().control().control_hz(), Fault::name);
    stats =
        new TickStats(
            exchange.counters(), setpoint, blackBox, report, config.rig().control().periodNs());
  }

  private static CommandLaw law(RigConfig.Resolved config, RosConfig.Arm arm) {
    return switch (arm) {
      case RosConfig.JointTorque torque -> new SwitchedLaw(config.robot(), config.task());
      case RosConfig.SerlEquilibrium serl -> new EquilibriumPose();
      case RosConfig.Ur ur -> new ResolvedRate(config);
    };
  }

  private static LastHand limiter(RigConfig.Resolved config, RosConfig.Arm arm) {
    return switch (arm) {
      case RosConfig.JointTorque torque -> new Limiter(config);
      case RosConfig.SerlEquilibrium serl -> new PoseLimiter(config);
      case RosConfig.Ur ur -> new SpeedLimiter(config);
    };
  }

  /** A loop between a robot and an exchange, armed where the rig is. */
  public static ControlLoop of(RigConfig.Resolved config, Port port, Exchange exchange) {
    return new ControlLoop(config, port, exchange);
  }

  /**
   * Reads the robot, admits the newest action, commands the robot, publishes what happened.
   *
   * @param now_ns monotonic time of this tick
   * @param dt_s since the last one
   * @return bits of {@link Fault}
   */
  @Override
  public int tick(long now_ns, double dt_s) {
    int fault = port.read(now_ns, state);
    fault |= sanity.check(now_ns, dt_s, state, setpoint);
    estimator.update(state);
    fault |= exchange.latestAction(action);
    fault |= gate.admit(now_ns, fault, state, action, setpoint);
    law.compute(state, setpoint, dt_s, command);
    fault |= barrier.filter(fault, state, setpoint, limiter.window(state, dt_s), command);
    fault |= limiter.limit(state, setpoint, dt_s, command);
    sanity.commanded(command);
    port.write(command);
    exchange.publishState(report.of(now_ns, fault));
    stats.record(fault);
    return fault;
  }

  /**
   * What a tick that threw leaves to do: joint damping from the last state, safe stop until a
   * person recovers.
   *
   * @return {@link Fault#TICK_THREW}
   */
  @Override
  public int retreat(long now_ns, double dt_s) {
    gate.safeStop();
    setpoint.mode = gate.mode();
    setpoint.law = LawName.DAMPING;
    setpoint.executeNothing();
    // What could not be read is carried on: damping a speed of long ago would drive the arm back.
    sanity.check(now_ns, dt_s, state, setpoint);
    law.compute(state, setpoint, dt_s, command);
    limiter.limit(state, setpoint, dt_s, command);
    port.write(command);
    exchange.publishState(report.of(now_ns, Fault.TICK_THREW));
    stats.record(Fault.TICK_THREW);
    return Fault.TICK_THREW;
  }

  @Override
  public void send() {
    port.send();
  }

  /** What people and watchdogs ask for: arm, recover, emergency stop. Threads: any. */
  public Panel panel() {
    return panel;
  }

  /** Lets the arm move, or takes its torque away at the allowed rate. Threads: any. */
  @Override
  public void arm(boolean on) {
    panel.arm(on);
  }

  /**
   * Takes the Cartesian impedance to this share of the task's stiffness, within its ramp. An arm
   * may be made softer than its task's file says, never stiffer: workspace and force were checked
   * against that. Threads: any.
   *
   * @param share {@link TaskConfig.Impedance#SOFTEST} to 1
   * @return false where the share is another, or the arm's own driver holds the spring
   */
  public boolean soften(double share) {
    boolean known = share >= TaskConfig.Impedance.SOFTEST && share <= 1;
    if (!known || !(law instanceof SwitchedLaw spring)) return false;
    spring.retune(gains.softened(share));
    return true;
  }

  /**
   * How many ticks have ended: a watchdog that sees it stand trips the emergency stop. Threads:
   * any.
   */
  @Override
  public long heartbeat() {
    return stats.ticks();
  }

  /** Whether the last command held no torque. Threads: the loop's. */
  @Override
  public boolean relaxed() {
    return limiter.relaxed();
  }

  @Override
  public double relaxWithin_s() {
    return RELAX_s;
  }

  /** Marks every state frame as made without real-time rights. Before the first tick. */
  @Override
  public void realtimeDegraded(boolean degraded) {
    report.realtimeDegraded(degraded);
  }

  /** The last seconds, tick by tick. */
  @Override
  public BlackBox blackBox() {
    return blackBox;
  }
}
