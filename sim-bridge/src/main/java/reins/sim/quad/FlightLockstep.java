package reins.sim.quad;

import java.util.ArrayList;
import java.util.List;
import reins.contract.config.FlightConfig;
import reins.contract.config.Goal;
import reins.contract.config.QuadrotorConfig;
import reins.contract.exchange.ActionFrame;
import reins.contract.exchange.Command;
import reins.contract.exchange.Exchange;
import reins.contract.exchange.Source;
import reins.controller.quad.FlightLoop;
import reins.controller.quad.FlightMode;

/**
 * Vehicles and their controllers in one thread under a virtual clock: each with its own loop and
 * its own exchange, as its own process would have.
 *
 * <p>Threads: one. The same calls give the same bits.
 */
public final class FlightLockstep implements AutoCloseable {
  /** Nobody needs longer to his height. */
  private static final double PATIENCE_s = 15;

  private static final double[] NOTHING = new double[0];

  private final QuadWorld world;
  private final List<FlightLoop> loops = new ArrayList<>();
  private final List<SimFlightPort> ports = new ArrayList<>();
  private final List<Exchange> exchanges = new ArrayList<>();
  private final ActionFrame frame = new ActionFrame();
  private final int[] faults;
  private final int steps;
  private final long period_ns;
  private long now_ns = 1_000_000_000L;

  /** A controller for every vehicle of a world, each seen exactly. */
  FlightLockstep(FlightConfig.Resolved config, QuadWorld world) {
    this(config, world, Sensing.PERFECT, 0);
  }

  /**
   * A controller for every vehicle of a world, which is closed with it.
   *
   * @param seed of what is seen
   */
  FlightLockstep(FlightConfig.Resolved config, QuadWorld world, Sensing sensing, long seed) {
    this.world = world;
    steps = (int) Math.round(config.dt_s() / QuadWorld.DT_s);
    period_ns = Math.round(1e9 * steps * QuadWorld.DT_s);
    faults = new int[world.n()];
    for (int i = 0; i < world.n(); i++) {
      ports.add(new SimFlightPort(world, i, new Sight(sensing, seed + i, dt_s())));
      exchanges.add(Exchange.inProcess());
      loops.add(new FlightLoop(config, ports.get(i), exchanges.get(i)));
    }
  }

  /** One vehicle as its file says, seen exactly, on the floor of a hall with a gate. */
  public static FlightLockstep alone(FlightConfig.Resolved config, Goal.Gate gate) {
    QuadrotorConfig q = config.quadrotor();
    double[][] origin = {{0, 0}};
    return new FlightLockstep(config, new QuadWorld(q, List.of(Airframe.nominal(q)), origin, gate));
  }

  /** Puts a vehicle that came down back on its feet somewhere, arms it and lets it take off. */
  public void sendUp(double x_m, double y_m) {
    Vehicle vehicle = vehicle(0);
    vehicle.autopilot.offboard(true);
    world.place(0, x_m, y_m, Vehicle.halfHeight_m(vehicle.q), 0);
    loops.get(0).panel().arm(true);
    loops.get(0).panel().takeOff();
  }

  /** One tick of every controller, then the world for as long. */
  public void tick() {
    now_ns += period_ns;
    for (int i = 0; i < faults.length; i++) faults[i] = loops.get(i).tick(now_ns, 1e-9 * period_ns);
    for (int i = 0; i < steps; i++) world.step();
  }

  /** Ticks for so long. */
  public void run(double time_s) {
    for (long t = Math.round(1e9 * time_s / period_ns); t > 0; t--) tick();
  }

  /** Takes every vehicle up to its height and lets it hover. */
  public void takeOff(double hover_s) {
    for (FlightLoop loop : loops) loop.panel().takeOff();
    for (int t = 0; t * dt_s() < PATIENCE_s && !allHover(); t++) hold();
    for (int t = 0; t * dt_s() < hover_s; t++) hold();
  }

  /** One tick in which every policy process says: hold. */
  void hold() {
    for (int i = 0; i < loops.size(); i++) send(i, Command.HOLD, Source.POLICY, NOTHING);
    tick();
  }

  private boolean allHover() {
    for (FlightLoop loop : loops) if (loop.mode() != FlightMode.HOVER) return false;
    return true;
  }

  /**
   * Times single ticks of the first vehicle's controller while the world stands still.
   *
   * @param us written
   */
  void measure(double[] us) {
    for (int t = 0; t < us.length; t++) {
      now_ns += period_ns;
      send(0, Command.HOLD, Source.POLICY, NOTHING);
      long start_ns = System.nanoTime();
      loops.get(0).tick(now_ns, dt_s());
      us[t] = (System.nanoTime() - start_ns) * 1e-3;
    }
  }

  /** Sends a frame to a vehicle's controller as its policy process would. */
  public void send(int vehicle, Command command, Source source, double... action) {
    frame.seq = Math.max(1, frame.seq + 1);
    frame.stamp_ns = now_ns;
    frame.command = command.ordinal();
    frame.source = source.ordinal();
    for (int i = 0; i < action.length; i++) frame.action[i] = action[i];
    exchanges.get(vehicle).publishAction(frame);
  }

  /** Time of a tick. */
  public double dt_s() {
    return 1e-9 * period_ns;
  }

  /** Where a vehicle really is. {@code p_world_m} [3] written. */
  public void position(int i, double[] p_world_m) {
    System.arraycopy(vehicle(i).p_m, 0, p_world_m, 0, 3);
  }

  /** Virtual time. */
  public long now_ns() {
    return now_ns;
  }

  /** Between two ticks. */
  public long period_ns() {
    return period_ns;
  }

  /** Where a vehicle's controller and its policy process meet. */
  public Exchange exchange(int i) {
    return exchanges.get(i);
  }

  /** A vehicle's controller. */
  public FlightLoop loop(int i) {
    return loops.get(i);
  }

  SimFlightPort port(int i) {
    return ports.get(i);
  }

  Vehicle vehicle(int i) {
    return world.vehicle(i);
  }

  QuadWorld world() {
    return world;
  }

  /** Fault bits of a vehicle's last tick. */
  int fault(int i) {
    return faults[i];
  }

  /** Frees world and exchanges. */
  @Override
  public void close() {
    exchanges.forEach(Exchange::close);
    world.close();
  }
}
