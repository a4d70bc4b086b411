package reins.controller.quad;

import reins.controller.safety.EstopLatch;

/**
 * What people and watchdogs ask of a vehicle.
 *
 * <p>Threads: any asks; the control loop takes.
 */
public final class FlightPanel {
  private final EstopLatch estop = new EstopLatch();
  private volatile boolean armed;
  private volatile boolean takeOff;
  private volatile boolean land;
  private volatile Path path;

  FlightPanel(boolean armed) {
    this.armed = armed;
  }

  /** Lets it take off, or forbids the next take-off. */
  public void arm(boolean on) {
    armed = on;
  }

  /** Asks for a take-off. */
  public void takeOff() {
    takeOff = true;
  }

  /** Asks for a landing. */
  public void land() {
    land = true;
  }

  /** Asks it to follow a path that begins where it hovers. */
  public void follow(Path path) {
    this.path = path;
  }

  /** The emergency stop: a vehicle in the air lands. */
  public EstopLatch estop() {
    return estop;
  }

  boolean armed() {
    return armed;
  }

  boolean takeTakeOff() {
    boolean asked = takeOff;
    takeOff = false;
    return asked;
  }

  boolean takeLand() {
    boolean asked = land;
    land = false;
    return asked;
  }

  Path takePath() {
    Path asked = path;
    path = null;
    return asked;
  }
}
