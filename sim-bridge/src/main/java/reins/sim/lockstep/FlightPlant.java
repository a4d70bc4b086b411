package reins.sim.lockstep;

import reins.contract.config.FlightTask;
import reins.contract.exchange.Exchange;
import reins.contract.exchange.StateFrame;
import reins.controller.quad.FlightMode;
import reins.policy.episode.HoverScene;
import reins.policy.observe.Images;
import reins.policy.observe.Objects;
import reins.sim.quad.FlightEye;
import reins.sim.quad.FlightLockstep;

/**
 * A simulated quadrotor in the air before its gate. One that came down is put back on its feet,
 * armed and sent up again, as somebody in the hall would.
 */
final class FlightPlant implements Plant {
  /** So long it lies where it came down. */
  private static final int TICKS_DOWN = 500;

  private final FlightLockstep flight;
  private final double[] p_world_gate_m;
  private final HoverScene starts;
  private final double[] start_m = new double[3];
  private final FlightEye eye;
  private long episode;
  private int down;

  FlightPlant(FlightTask.Resolved config, long seed) {
    p_world_gate_m = config.task().reward().p_world_gate_m();
    starts = new HoverScene(config, seed);
    flight = FlightLockstep.alone(config.flight(), config.task().reward());
    flight.takeOff(0.2);
    eye =
        config.task().cameras().isEmpty()
            ? null
            : new FlightEye(flight, config.task().cameras().getFirst());
  }

  @Override
  public void tick() {
    flight.tick();
    if (eye != null) eye.tick();
    down = flight.loop(0).mode() == FlightMode.OFF ? down + 1 : 0;
    if (down % TICKS_DOWN == TICKS_DOWN - 1) {
      starts.at(episode, start_m);
      flight.sendUp(start_m[0], start_m[1]);
    }
  }

  @Override
  public void latest(Objects out) {
    System.arraycopy(p_world_gate_m, 0, out.p_base_object_m, 0, 3);
    out.stamp_ns = now_ns();
  }

  @Override
  public void latest(Images out) {
    if (eye != null) eye.latest(out);
  }

  @Override
  public void placeObject(long number) {
    episode = number;
  }

  @Override
  public void nameHome(long number, StateFrame state, double[] action) {
    starts.nameHome(number, state, action);
  }

  @Override
  public boolean home(StateFrame state) {
    return starts.home(state);
  }

  @Override
  public long now_ns() {
    return flight.now_ns();
  }

  @Override
  public long tick_ns() {
    return flight.period_ns();
  }

  @Override
  public Exchange exchange() {
    return flight.exchange(0);
  }

  FlightLockstep flight() {
    return flight;
  }

  @Override
  public void close() {
    if (eye != null) eye.close();
    flight.close();
  }
}
