package reins.sim.quad;

import reins.controller.quad.FlightCommand;
import reins.controller.quad.FlightPort;
import reins.controller.quad.FlightState;
import reins.controller.quad.Neighbours;

/**
 * The way from a controller to its vehicle in lockstep, and to its neighbours' states; what it says
 * can be spoilt.
 *
 * <p>Threads: one.
 */
final class SimFlightPort implements FlightPort {
  /** How a state is spoilt. */
  enum Spoil {
    NOTHING,
    /** None arrives. */
    GONE,
    /** The position is not a number. */
    NOT_FINITE,
    /** The position is 3 m aside. */
    JUMPED
  }

  private final QuadWorld world;
  private final int index;
  private final Vehicle vehicle;
  private final Sight sight;

  /** Whether neighbours are told of. */
  boolean sees = true;

  /** What is wrong with what it says. */
  Spoil spoil = Spoil.NOTHING;

  /** Whether commands arrive. */
  boolean connected = true;

  SimFlightPort(QuadWorld world, int index, Sight sight) {
    this.world = world;
    this.index = index;
    this.sight = sight;
    vehicle = world.vehicle(index);
  }

  @Override
  public void read(long now_ns, FlightState state) {
    state.battery_V = vehicle.battery_V;
    state.battery_ns = now_ns;
    state.accepting = vehicle.autopilot.offboard();
    neighbours(now_ns, state.neighbours);
    if (spoil == Spoil.GONE) return;
    state.stamp_ns = state.position_ns = now_ns;
    sight.look(vehicle, state);
    state.onGround = vehicle.onGround();
    state.ground_ns = now_ns;
    if (spoil == Spoil.NOT_FINITE) state.p_m[0] = Double.NaN;
    if (spoil == Spoil.JUMPED) state.p_m[0] += 3;
  }

  private void neighbours(long now_ns, Neighbours out) {
    out.count = 0;
    if (!sees) return;
    for (int i = 0; i < world.n() && out.count < Neighbours.most(); i++) {
      if (i == index) continue;
      System.arraycopy(world.vehicle(i).p_m, 0, out.p_m, 3 * out.count, 3);
      System.arraycopy(world.vehicle(i).v_m_s, 0, out.v_m_s, 3 * out.count, 3);
      out.stamp_ns[out.count++] = now_ns;
    }
  }

  @Override
  public void write(FlightCommand command) {
    if (connected && command.kind != FlightCommand.Kind.NONE) vehicle.autopilot.accept(command);
  }
}
