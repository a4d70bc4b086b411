package reins.sim.quad;

import java.nio.file.Path;
import java.util.List;
import reins.contract.config.FlightRigConfig;
import reins.contract.config.PilotConfig;
import reins.contract.exchange.ActionFrame;
import reins.contract.exchange.Command;
import reins.contract.exchange.Exchange;
import reins.contract.exchange.Source;
import reins.controller.loop.FlightDrive;
import reins.controller.loop.SafeTick;
import reins.controller.quad.FlightCommand;
import reins.controller.quad.FlightMode;
import reins.controller.quad.FlightPort;
import reins.controller.quad.FlightState;
import reins.ros.hot.PilotState;

/**
 * A vehicle behind PX4's rules and its controller in lockstep, with everything between them that
 * can go wrong.
 */
final class Px4Bench implements FlightPort, AutoCloseable {
  static final FlightRigConfig.Resolved RIG =
      FlightRigConfig.load(
          Path.of(System.getProperty("reins.root"), "hardware-configs/rigs/sim-hummingbird.yaml"));

  final PilotConfig.Mavros config = (PilotConfig.Mavros) RIG.rig().ros().autopilot();
  final Exchange exchange = Exchange.inProcess();
  final FlightDrive drive = new FlightDrive(RIG.flight(), this, exchange);
  final Vehicle vehicle;
  final Px4 px4;

  /** Nothing arrives from MAVROS, and nothing at it. */
  boolean away;

  /** MAVROS says nothing about its mode. */
  boolean mute;

  /** MAVROS drops set-points, as it does without thrust_scaling. */
  boolean dropped;

  /** Odometry is lost; the rest of MAVROS speaks. */
  boolean lost;

  boolean notFinite;
  boolean throwing;
  boolean carried;
  double jump_m;
  int faults;
  private final QuadWorld world;
  private final SafeTick tick = new SafeTick(drive);
  private final Sight sight = new Sight(Sensing.PERFECT, 1, RIG.flight().dt_s());
  private final ActionFrame frame = new ActionFrame();
  private final long period_ns = RIG.control().periodNs();
  private long heard_ns;
  private boolean followed;
  private long now_ns = 1_000_000_000L;
  double hardest_m_s;

  Px4Bench() {
    world =
        new QuadWorld(
            RIG.flight().quadrotor(),
            List.of(Airframe.nominal(RIG.flight().quadrotor())),
            new double[1][2]);
    vehicle = world.vehicle(0);
    px4 = new Px4(vehicle, config);
  }

  @Override
  public void read(long now_ns, FlightState state) {
    if (throwing) throw new IllegalStateException("cable");
    boolean accepting = px4.follows();
    if (!away && !mute) {
      // MAVROS tells its state once a second, and when it changes.
      if (accepting != followed || now_ns - heard_ns >= 1_000_000_000L) heard_ns = now_ns;
      followed = accepting;
    }
    state.accepting = followed;
    state.heartbeat = now_ns - heard_ns <= config.heartbeat_s() * 1e9;
    if (away) return;
    state.battery_V = vehicle.battery_V;
    state.battery_ns = now_ns;
    state.onGround = vehicle.onGround();
    state.ground_ns = now_ns;
    if (lost) return;
    sight.look(vehicle, state);
    state.p_m[1] += jump_m;
    if (notFinite) state.p_m[0] = Double.NaN;
    state.stamp_ns = state.position_ns = now_ns;
  }

  @Override
  public void write(FlightCommand command) {
    if (!away && !dropped && command.kind != FlightCommand.Kind.NONE) px4.accept(command);
  }

  /** One tick of the controller, then the world for as long. */
  int tick() {
    now_ns += period_ns;
    faults = tick.tick(now_ns, 1e-9 * period_ns);
    return pass();
  }

  /** The world alone: the controller's process is gone. */
  int pass() {
    for (int i = 0; i < Math.round(1e-9 * period_ns / QuadWorld.DT_s); i++) {
      boolean flew = !vehicle.onGround();
      double sinking_m_s = -vehicle.v_m_s[2];
      world.step();
      px4.step(QuadWorld.DT_s);
      if (flew && vehicle.onGround()) hardest_m_s = Math.max(hardest_m_s, sinking_m_s);
    }
    if (carried) world.place(0, vehicle.p_m[0] + 0.3, vehicle.p_m[1], vehicle.p_m[2], 0);
    return faults;
  }

  /** Higher by so much, at rest. */
  void lift(double by_m) {
    world.place(0, vehicle.p_m[0], vehicle.p_m[1], vehicle.p_m[2] + by_m, 0);
  }

  void act(double... action) {
    frame.seq++;
    frame.stamp_ns = now_ns;
    frame.command = Command.ACT.ordinal();
    frame.source = Source.POLICY.ordinal();
    for (int i = 0; i < action.length; i++) frame.action[i] = action[i];
    exchange.publishAction(frame);
  }

  FlightMode mode() {
    return drive.loop().mode();
  }

  String px4Mode() {
    return PilotState.MODES.get(px4.mode());
  }

  /** Streams, engages as the desk does, takes off, and lets the policy fly it. */
  void fly() {
    for (int i = 0; i < 600; i++) tick();
    if (!px4.mode("OFFBOARD") || px4.arm(true) != Px4.ACCEPTED)
      throw new IllegalStateException("not engaged");
    tick();
    drive.loop().panel().takeOff();
    for (int i = 0; i < 4000 && mode() != FlightMode.POLICY; i++) {
      act(0.1, 0, 0, 0);
      tick();
    }
    // On, until it flies steadily.
    for (int i = 0; i < 500; i++) {
      act(0.1, 0, 0, 0);
      tick();
    }
  }

  @Override
  public void close() {
    exchange.close();
    world.close();
  }
}
