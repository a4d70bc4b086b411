package reins.controller.quad;

import reins.contract.config.FlightConfig;
import reins.contract.config.QuadrotorConfig;
import reins.contract.exchange.ActionFrame;
import reins.contract.exchange.Command;
import reins.contract.exchange.Exchange;
import reins.contract.exchange.Source;

/**
 * A point of mass that flies as commanded, with neighbours: enough for a controller to go through
 * every mode. It turns to commanded rates and attitudes at once.
 */
final class PlayedVehicle implements FlightPort, AutoCloseable {
  final FlightConfig.Resolved config;
  final FlightLoop loop;
  final Exchange exchange = Exchange.inProcess();
  final FlightState truth = new FlightState();
  final FlightCommand sent = new FlightCommand();
  boolean gone;
  boolean notFinite;
  private final ActionFrame frame = new ActionFrame();
  private final double[] f = new double[3];
  private long now_ns = 1_000_000_000L;
  private int modes;

  PlayedVehicle(String vehicle) {
    config = Flights.resolved(vehicle);
    loop = new FlightLoop(config, this, exchange);
    for (int i = 0; i < 3; i++) truth.p_m[i] = truth.v_m_s[i] = 0;
    truth.accepting = true;
    truth.battery_V = 2 * config.quadrotor().battery_low_V();
  }

  @Override
  public void read(long now_ns, FlightState state) {
    state.accepting = truth.accepting;
    state.battery_V = truth.battery_V;
    if (gone) return;
    state.stamp_ns = now_ns;
    System.arraycopy(truth.p_m, 0, state.p_m, 0, 3);
    System.arraycopy(truth.v_m_s, 0, state.v_m_s, 0, 3);
    System.arraycopy(truth.q_world_body, 0, state.q_world_body, 0, 4);
    for (int i = 0; i < 3; i++) state.f_body_m_s2[i] = 0;
    state.f_body_m_s2[2] = thrust_m_s2();
    state.onGround = truth.p_m[2] < 0.02;
    if (notFinite) state.p_m[0] = Double.NaN;
    state.neighbours.count = truth.neighbours.count;
    for (int k = 0; k < truth.neighbours.count; k++) {
      state.neighbours.stamp_ns[k] = now_ns;
      for (int i = 0; i < 3; i++) state.neighbours.p_m[3 * k + i] = truth.neighbours.p_m[3 * k + i];
    }
  }

  @Override
  public void write(FlightCommand command) {
    sent.kind = command.kind;
    sent.thrust = command.thrust;
    System.arraycopy(command.q_world_body, 0, sent.q_world_body, 0, 4);
    System.arraycopy(command.w_body_rad_s, 0, sent.w_body_rad_s, 0, 3);
  }

  private double thrust_m_s2() {
    return sent.thrust / config.quadrotor().hoverThrust() * QuadrotorConfig.G_m_s2;
  }

  /** One tick of the controller, then of the point. Returns the fault bits. */
  int tick() {
    double dt_s = config.dt_s();
    now_ns += Math.round(1e9 * dt_s);
    int fault = loop.tick(now_ns, dt_s);
    modes |= 1 << loop.mode().ordinal();
    System.arraycopy(sent.q_world_body, 0, truth.q_world_body, 0, 4);
    Rotations.toMatrix(truth.q_world_body, truth.r_world_body);
    for (int i = 0; i < 3; i++) f[i] = truth.r_world_body[3 * i + 2] * thrust_m_s2();
    f[2] -= QuadrotorConfig.G_m_s2;
    for (int i = 0; i < 3; i++) {
      truth.v_m_s[i] += f[i] * dt_s;
      truth.p_m[i] += truth.v_m_s[i] * dt_s;
    }
    if (truth.p_m[2] > 0) return fault;
    for (int i = 0; i < 3; i++) truth.v_m_s[i] = 0;
    truth.p_m[2] = 0;
    return fault;
  }

  /** Ticks for so long. Returns every fault bit seen. */
  int run(double time_s) {
    int faults = 0;
    for (int t = 0; t < time_s / config.dt_s(); t++) faults |= tick();
    return faults;
  }

  /** Ticks for so long while the policy process repeats a frame. */
  int run(double time_s, Command command, Source source, double[] action) {
    int faults = 0;
    for (int t = 0; t < time_s / config.dt_s(); t++) {
      send(command, source, action);
      faults |= tick();
    }
    return faults;
  }

  void send(Command command, Source source, double[] action) {
    frame.seq++;
    frame.stamp_ns = now_ns;
    frame.command = command.ordinal();
    frame.source = source.ordinal();
    for (int i = 0; i < action.length; i++) frame.action[i] = action[i];
    exchange.publishAction(frame);
  }

  /** Takes it into the air, hovering. */
  void fly() {
    loop.panel().arm(true);
    loop.panel().takeOff();
    for (int t = 0; t < 5000 && loop.mode() != FlightMode.HOVER; t++) tick();
  }

  private static final double[] NOTHING = new double[FlightInbox.ACTION];
  private static final double[] SOMETHING = {0.4, -0.3, 0.2, 0.5};

  /** Goes through every mode, and back to the ground. Returns the modes seen, one bit each. */
  int day(Path path) {
    modes = 0;
    tick();
    fly();
    truth.neighbours.count = 6;
    for (int i = 0; i < 18; i++) truth.neighbours.p_m[i] = truth.p_m[i % 3] + 0.3 * (i % 5) - 0.5;
    run(0.5, Command.ACT, Source.POLICY, SOMETHING);
    run(0.5, Command.ACT, Source.PERSON, SOMETHING);
    run(0.5, Command.HOME, Source.POLICY, SOMETHING);
    run(1, Command.HOLD, Source.POLICY, NOTHING);
    truth.neighbours.count = 0;
    loop.panel().follow(path);
    run(3);
    run(0.2, Command.HOLD, Source.POLICY, NOTHING);
    truth.accepting = false;
    run(0.1);
    truth.accepting = true;
    run(0.2, Command.HOLD, Source.POLICY, NOTHING);
    gone = true;
    run(0.4);
    gone = false;
    notFinite = true;
    run(0.1);
    notFinite = false;
    run(6);
    return modes;
  }

  @Override
  public void close() {
    exchange.close();
  }
}
