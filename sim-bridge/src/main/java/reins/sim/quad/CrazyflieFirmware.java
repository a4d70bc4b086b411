package reins.sim.quad;

import reins.controller.quad.FlightCommand;

/**
 * A Crazyflie's rules above its loops: what its commander does as set-points grow old, and its own
 * landing.
 *
 * <p>Threads: one.
 *
 * <p>Source: Crazyflie firmware, commander (level after 0.5 s, motors off after 2.0 s; the
 * high-level commander is exempt, and takes over where the stream was said to end).
 */
final class CrazyflieFirmware {
  static final double LEVEL_s = 0.5;
  static final double OFF_s = 2.0;

  private final Vehicle vehicle;
  private final FlightCommand level = new FlightCommand();
  private double silent_s = OFF_s;
  private double climb_m_s;
  private double left_s;
  private boolean high;

  CrazyflieFirmware(Vehicle vehicle) {
    this.vehicle = vehicle;
    vehicle.autopilot.lossAfter(Double.POSITIVE_INFINITY);
    level.off();
  }

  /** A set-point came by radio: streaming takes over from its own landing. */
  void accept(FlightCommand command) {
    high = false;
    silent_s = 0;
    level.set(command);
    vehicle.autopilot.offboard(true);
    vehicle.autopilot.accept(command);
  }

  /** The stream of set-points ends here. */
  void setpointsStop() {
    silent_s = LEVEL_s;
  }

  /** Its own take-off or landing: to a height, in a time. Ignored while set-points stream. */
  void go(double height_m, double time_s) {
    if (silent_s < LEVEL_s) return;
    high = true;
    left_s = Math.max(0.1, time_s);
    climb_m_s = (height_m - vehicle.p_m[2]) / left_s;
    vehicle.autopilot.offboard(false);
    vehicle.autopilot.sinks(-climb_m_s);
  }

  /** Motors off. */
  void stop() {
    high = false;
    off();
  }

  private void off() {
    level.off();
    vehicle.autopilot.offboard(true);
    vehicle.autopilot.accept(level);
  }

  /** One step of its rules. */
  void step(double dt_s) {
    double before_s = silent_s;
    silent_s += dt_s;
    if (high) {
      left_s -= dt_s;
      if (left_s < 0) vehicle.autopilot.sinks(climb_m_s < 0 ? -climb_m_s : 0);
      if (left_s < 0 && climb_m_s < 0 && vehicle.onGround()) stop();
      return;
    }
    if (before_s <= LEVEL_s && silent_s > LEVEL_s) level();
    if (before_s <= OFF_s && silent_s > OFF_s) off();
  }

  /** Attitude level, the thrust that was. */
  private void level() {
    if (level.kind == FlightCommand.Kind.OFF) return;
    boolean thrusts = level.thrusts();
    level.kind = FlightCommand.Kind.ATTITUDE;
    if (!thrusts) level.thrust = vehicle.q.hoverThrust();
    level.q_world_body[0] = 1;
    level.q_world_body[1] = level.q_world_body[2] = level.q_world_body[3] = 0;
    vehicle.autopilot.accept(level);
  }
}
