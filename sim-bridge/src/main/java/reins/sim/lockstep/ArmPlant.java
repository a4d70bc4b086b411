package reins.sim.lockstep;

import reins.contract.config.RigConfig;
import reins.contract.exchange.Exchange;
import reins.controller.loop.ControlLoop;
import reins.policy.observe.Objects;
import reins.sim.world.ArmWorld;
import reins.sim.world.TableScene;

/** A simulated arm at its table. */
final class ArmPlant implements Plant {
  private final ArmWorld world;
  private final Exchange exchange = Exchange.inProcess();
  private final ControlLoop control;
  private final Starts starts;
  private final double[] place_m = new double[3];
  private final long tick_ns;
  private final double tick_s;
  private long now_ns;

  /** Where the object lies at the start of each episode. */
  interface Starts {
    void at(long episode, double[] p_base_object_m);
  }

  ArmPlant(RigConfig.Resolved config, Starts starts) {
    this.starts = starts;
    world = new ArmWorld(config.robot(), TableScene.of(config.task()));
    control = ControlLoop.of(config, new WorldPort(world), exchange);
    tick_ns = config.rig().control().periodNs();
    tick_s = tick_ns * 1e-9;
    requireSameStep(config);
  }

  private void requireSameStep(RigConfig.Resolved config) {
    if (Math.abs(world.dt_s() - tick_s) > 1e-9)
      throw new IllegalArgumentException(
          "control.control_hz: the simulation steps at "
              + 1 / world.dt_s()
              + " Hz, the rig asks for "
              + config.rig().control().control_hz());
  }

  @Override
  public void tick() {
    // Before the first tick the arm is where it was built.
    if (now_ns > 0) world.step();
    now_ns += tick_ns;
    control.tick(now_ns, tick_s);
  }

  @Override
  public void latest(Objects out) {
    world.p_base_object_m(out.p_base_object_m);
    out.stamp_ns = now_ns;
  }

  @Override
  public void placeObject(long episode) {
    starts.at(episode, place_m);
    world.placeObject(place_m[0], place_m[1], place_m[2], 0);
  }

  @Override
  public long now_ns() {
    return now_ns;
  }

  @Override
  public long tick_ns() {
    return tick_ns;
  }

  @Override
  public Exchange exchange() {
    return exchange;
  }

  ArmWorld world() {
    return world;
  }

  @Override
  public void close() {
    exchange.close();
    world.close();
  }
}
