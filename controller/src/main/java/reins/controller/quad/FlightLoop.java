package reins.controller.quad;

import java.util.Arrays;
import java.util.Locale;
import reins.contract.config.FlightConfig;
import reins.contract.config.QuadrotorConfig;
import reins.contract.exchange.ActionFrame;
import reins.contract.exchange.Exchange;
import reins.contract.exchange.Fault;
import reins.contract.exchange.FlightFault;
import reins.contract.exchange.StateFrame;

/**
 * One tick of a quadrotor's controller: estimate, action, mode, reference, law, filter, limits,
 * command.
 *
 * <p>Threads: one at a time. Neither {@link #tick} nor anything below it allocates, waits, logs,
 * throws or reads a clock.
 */
public final class FlightLoop {
  private final FlightConfig flight;
  private final FlightPort port;
  private final Exchange exchange;
  private final FlightState seen = new FlightState();
  private final FlightState state = new FlightState(seen.neighbours);
  private final ActionFrame action = new ActionFrame();
  private final Reference reference = new Reference();
  private final FlightCommand command = new FlightCommand();
  private final FlightPanel panel;
  private final FlightSanity sanity;
  private final FlightEnvelope envelope;
  private final FlightInbox inbox;
  private final FlightSupervisor supervisor;
  private final Guidance guidance;
  private final GeometricControl law;
  private final ClearanceFilter clearance;
  private final FlightLimiter limiter;
  private final HoverThrust hover;
  private final BlindDescent descent;
  private final FlightReport report;
  private final FlightCommand.Kind output;
  private final double upright;
  private final double[] accel_m_s2 = new double[3];
  private final double[] force_m_s2 = new double[3];

  /** A loop between a vehicle and an exchange. */
  public FlightLoop(FlightConfig.Resolved config, FlightPort port, Exchange exchange) {
    this.port = port;
    this.exchange = exchange;
    flight = config.flight();
    Arrays.fill(action.action, Double.NaN);
    panel = new FlightPanel(flight.armed());
    sanity = new FlightSanity(config);
    envelope = new FlightEnvelope(config);
    inbox = new FlightInbox(flight.ladder());
    supervisor = new FlightSupervisor(config, panel, inbox);
    guidance = new Guidance(config);
    law = new GeometricControl(config);
    clearance = new ClearanceFilter(config);
    limiter = new FlightLimiter(config);
    hover = new HoverThrust(config);
    descent = new BlindDescent(config);
    report = new FlightReport(state, reference, inbox);
    upright = Math.cos(config.quadrotor().limits().tilt_max_rad());
    output = FlightCommand.Kind.valueOf(flight.output().toUpperCase(Locale.ROOT));
  }

  /**
   * Reads the vehicle, admits the newest action, commands the vehicle, publishes what happened.
   *
   * @param now_ns monotonic time of this tick
   * @param dt_s since the last one
   * @return bits of {@link FlightFault}
   */
  public int tick(long now_ns, double dt_s) {
    port.read(now_ns, seen);
    int fault = sanity.check(now_ns, seen, state);
    fault |= envelope.check(now_ns, dt_s, (fault & Fault.STATE_STALE) == 0, state);
    fault |= exchange.latestAction(action);
    fault |= supervisor.update(now_ns, dt_s, fault, state, action);
    fault |= guidance.update(dt_s, supervisor, inbox, state, hover.thrustMax_m_s2(), reference);
    fault |= steer(now_ns);
    fault |= limiter.command(hover.hover(), reference.yaw_rad, command);
    supervisor.commanded(dt_s, (fault & Fault.COMMAND_NOT_FINITE) == 0);
    flown(dt_s);
    port.write(command);
    boolean flying = supervisor.mode().steering() && !state.stands(now_ns) && command.thrusts();
    hover.update(dt_s, flying, command.thrust, state);
    boolean returned = guidance.returned(state);
    exchange.publishState(report.of(now_ns, supervisor.mode(), returned, fault));
    return fault;
  }

  private int steer(long now_ns) {
    FlightMode mode = supervisor.mode();
    if (mode == FlightMode.OFF) return rest(now_ns);
    if (mode == FlightMode.EMERGENCY_DESCENT) return descend(now_ns);
    if (mode == FlightMode.YIELDED && (supervisor.blind() || state.stands(now_ns))) return silent();
    if (reference.direct) law.acceleration(state, reference.thrust_m_s2, accel_m_s2);
    else law.accelerate(state, reference, accel_m_s2);
    boolean low = mode == FlightMode.TAKE_OFF || mode == FlightMode.LANDING;
    // On the way up and down the ground is no face of the fence.
    double lowest_m = low ? Double.NEGATIVE_INFINITY : flight.fence().low_m()[2];
    int fault = clearance.filter(now_ns, state, lowest_m, accel_m_s2);
    if (reference.direct && fault == 0 && state.upright() > upright) return direct();
    law.force(state, reference.direct ? state.v_m_s : reference.v_m_s, accel_m_s2, force_m_s2);
    fault |= limiter.force(hover.thrustMax_m_s2(), force_m_s2);
    double thrust_m_s2 = law.attitude(state, reference, force_m_s2, command);
    command.kind = output;
    command.thrust = Math.max(0, thrust_m_s2 / hover.thrustMax_m_s2());
    outer(fault);
    return fault;
  }

  /**
   * What the autopilot's own loops of position and velocity are to follow, so that they ask for the
   * acceleration that the filter let through.
   *
   * <pre>
   *   v_sp = v + a / k_v          a velocity loop of gain k_v accelerates by a
   *   p_sp = p, v_sp = v, a_sp    where the filter acted: nothing pulls but a
   * </pre>
   */
  private void outer(int fault) {
    boolean velocity = output == FlightCommand.Kind.VELOCITY;
    boolean bent = (fault & Fault.BARRIER_ACTED) != 0;
    double[] k_v = flight.gains().velocity_1_s();
    for (int i = 0; i < 3; i++) {
      double own_m_s = state.v_m_s[i] + accel_m_s2[i] / k_v[i];
      command.p_m[i] = bent ? state.p_m[i] : reference.p_m[i];
      command.v_m_s[i] = velocity ? own_m_s : bent ? state.v_m_s[i] : reference.v_m_s[i];
      command.a_m_s2[i] = bent ? accel_m_s2[i] : reference.a_m_s2[i];
    }
    command.yaw_rad = reference.yaw_rad;
    command.dyaw_rad_s = reference.dyaw_rad_s;
  }

  private int direct() {
    command.kind = FlightCommand.Kind.BODY_RATES;
    command.thrust = reference.thrust_m_s2 / hover.thrustMax_m_s2();
    for (int i = 0; i < 3; i++) command.w_body_rad_s[i] = reference.w_body_rad_s[i];
    return 0;
  }

  /** Motors off where it stands; one that may be in the air is not told to stop them. */
  private int rest(long now_ns) {
    if (!state.stands(now_ns)) return silent();
    command.off();
    return 0;
  }

  /** Nothing: an autopilot that hears no set-points refuses to follow them, or lands by itself. */
  private int silent() {
    command.none();
    return 0;
  }

  /** Level, a little lighter than it weighs: all that can be said without a state. */
  private int descend(long now_ns) {
    if (supervisor.inMode_s() == 0) descent.begin(now_ns, state);
    FlightLimiter.level(reference.yaw_rad, command);
    command.kind = FlightCommand.Kind.ATTITUDE;
    command.thrust = hover.hover() * descent.thrust_m_s2() / QuadrotorConfig.G_m_s2;
    return 0;
  }

  private void flown(double dt_s) {
    boolean level = supervisor.mode() == FlightMode.EMERGENCY_DESCENT;
    descent.flown(dt_s, state, level, command.thrust * hover.thrustMax_m_s2());
  }

  /**
   * What a tick that threw leaves to do: down without a state, for as long as that may take.
   *
   * @param dt_s since the last one
   * @return {@link Fault#TICK_THREW}
   */
  public int retreat(long now_ns, double dt_s) {
    supervisor.retreat(now_ns, dt_s, state);
    if (supervisor.mode() == FlightMode.OFF) rest(now_ns);
    else if (supervisor.mode() == FlightMode.YIELDED) silent();
    else descend(now_ns);
    limiter.command(hover.hover(), 0, command);
    flown(dt_s);
    port.write(command);
    exchange.publishState(report.of(now_ns, supervisor.mode(), false, Fault.TICK_THREW));
    return Fault.TICK_THREW;
  }

  /** Sends what the tick has to say. Threads: the loop's, behind the tick. */
  public void send() {
    port.send();
  }

  /** The state frame published last. Threads: the loop's. */
  public StateFrame last() {
    return report.last();
  }

  /** Marks every state frame as made without real-time rights. Before the first tick. */
  public void realtimeDegraded(boolean degraded) {
    report.realtimeDegraded(degraded);
  }

  /** What people and watchdogs ask for. Threads: any. */
  public FlightPanel panel() {
    return panel;
  }

  /** What the controller is doing. Threads: the loop's. */
  public FlightMode mode() {
    return supervisor.mode();
  }

  /** Whether it is off, and its autopilot was told so. Threads: the loop's. */
  public boolean rests() {
    return supervisor.rests();
  }

  /** Where the vehicle should be. Threads: the loop's. */
  public Reference reference() {
    return reference;
  }

  /** Share of full thrust at which the vehicle hovers, as estimated. Threads: the loop's. */
  public double hoverThrust() {
    return hover.hover();
  }
}
