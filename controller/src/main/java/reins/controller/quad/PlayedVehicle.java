package reins.controller.quad;

import reins.contract.config.FlightConfig;
import reins.contract.config.QuadrotorConfig;
import reins.contract.exchange.ActionFrame;
import reins.contract.exchange.Command;
import reins.contract.exchange.Exchange;
import reins.contract.exchange.Source;

/**
 * A point of mass that flies as commanded, with neighbours: enough for a controller to go through
 * every mode, in rehearsals and tests. It turns to commanded rates and attitudes at once.
 *
 * <p>Threads: one.
 */
public final class PlayedVehicle implements FlightPort {
  /** What is ticked: a loop, or what drives it. */
  public interface Tick {
    /** One tick. Returns fault bits. */
    int tick(long now_ns, double dt_s);
  }

  final FlightConfig.Resolved config;
  final Exchange exchange;
  final FlightState truth = new FlightState();
  final FlightCommand sent = new FlightCommand();
  FlightLoop loop;
  boolean gone;
  boolean notFinite;
  boolean mute;
  boolean unmeasured;
  boolean silent;

  /** How much thrust it has of what its file says. */
  double lift = 1;

  private final ActionFrame frame = new ActionFrame();
  private final double[] f = new double[3];
  private Tick tick;
  private long now_ns = 1_000_000_000L;
  private int modes;

  /** A vehicle on the ground; {@link #drivenBy} comes before its first tick. */
  public PlayedVehicle(FlightConfig.Resolved config, Exchange exchange) {
    this.config = config;
    this.exchange = exchange;
    for (int i = 0; i < 3; i++) truth.p_m[i] = truth.v_m_s[i] = 0;
    truth.accepting = true;
    truth.battery_V = 2 * config.quadrotor().battery_low_V();
  }

  /** Names its loop, and what ticks it. */
  public void drivenBy(FlightLoop loop, Tick tick) {
    this.loop = loop;
    this.tick = tick;
  }

  @Override
  public void read(long now_ns, FlightState state) {
    state.accepting = truth.accepting;
    state.battery_V = truth.battery_V;
    if (!unmeasured) state.battery_ns = now_ns;
    if (!mute) {
      state.onGround = onGround();
      state.ground_ns = now_ns;
    }
    if (gone) return;
    state.stamp_ns = state.position_ns = now_ns;
    System.arraycopy(truth.p_m, 0, state.p_m, 0, 3);
    System.arraycopy(truth.v_m_s, 0, state.v_m_s, 0, 3);
    System.arraycopy(truth.q_world_body, 0, state.q_world_body, 0, 4);
    for (int i = 0; i < 3; i++) state.f_body_m_s2[i] = 0;
    state.f_body_m_s2[2] = thrust_m_s2();
    if (notFinite) state.p_m[0] = Double.NaN;
    state.neighbours.count = truth.neighbours.count;
    for (int k = 0; k < truth.neighbours.count; k++) {
      state.neighbours.stamp_ns[k] = now_ns;
      for (int i = 0; i < 3; i++) state.neighbours.p_m[3 * k + i] = truth.neighbours.p_m[3 * k + i];
    }
  }

  @Override
  public void write(FlightCommand command) {
    silent = command.kind == FlightCommand.Kind.NONE;
    if (!silent) sent.set(command);
  }

  private boolean onGround() {
    return truth.p_m[2] < 0.02;
  }

  private double thrust_m_s2() {
    return lift * sent.thrust / config.quadrotor().hoverThrust() * QuadrotorConfig.G_m_s2;
  }

  /** One tick of the controller, then of the point. Returns the fault bits. */
  public int tick() {
    double dt_s = config.dt_s();
    now_ns += Math.round(1e9 * dt_s);
    int fault = tick.tick(now_ns, dt_s);
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

  long now_ns() {
    return now_ns;
  }

  /** Ticks for so long. Returns every fault bit seen. */
  public int run(double time_s) {
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

  /** Asks for this as a policy process does. */
  public void send(Command command, Source source, double[] action) {
    frame.seq++;
    frame.stamp_ns = now_ns;
    frame.command = command.ordinal();
    frame.source = source.ordinal();
    for (int i = 0; i < action.length; i++) frame.action[i] = action[i];
    exchange.publishAction(frame);
  }

  /** Takes it into the air, hovering. */
  public void fly() {
    loop.panel().arm(true);
    loop.panel().takeOff();
    for (int t = 0; t < 5000 && loop.mode() != FlightMode.HOVER; t++) tick();
  }

  private static final int CHANGES = 500;
  private static final double[] NOTHING = new double[FlightInbox.ACTION];
  private static final double[] SOMETHING = {0.4, -0.3, 0.2, 0.5};

  /**
   * Asks in vain on the ground: what is as seldom as a take-off is never compiled else, and the
   * first real one would be interpreted.
   */
  private void askInVain() {
    loop.panel().arm(false);
    for (int i = 0; i < CHANGES; i++) {
      loop.panel().takeOff();
      tick();
    }
  }

  /** From mode to mode in each tick, for the same reason. */
  private void changeMinds() {
    for (int i = 0; i < CHANGES; i++) {
      run(config.dt_s(), Command.ACT, Source.POLICY, SOMETHING);
      run(config.dt_s(), Command.HOLD, Source.POLICY, NOTHING);
      loop.panel().land();
      tick();
      run(config.dt_s(), Command.ACT, Source.PERSON, SOMETHING);
    }
  }

  /** Goes through every mode, and back to the ground. Returns the modes seen, one bit each. */
  public int day(Path path) {
    modes = 0;
    tick();
    askInVain();
    fly();
    truth.neighbours.count = 6;
    for (int i = 0; i < 18; i++) truth.neighbours.p_m[i] = truth.p_m[i % 3] + 0.3 * (i % 5) - 0.5;
    run(0.5, Command.ACT, Source.POLICY, SOMETHING);
    run(0.5, Command.ACT, Source.PERSON, SOMETHING);
    run(0.5, Command.HOME, Source.POLICY, SOMETHING);
    changeMinds();
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
}
