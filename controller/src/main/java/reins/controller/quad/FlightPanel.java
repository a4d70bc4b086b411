package reins.controller.quad;

import java.util.concurrent.atomic.AtomicReference;
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
  private volatile boolean ending;
  private volatile boolean fit;
  private final AtomicReference<Path> path = new AtomicReference<>();

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

  /**
   * Its process ends, or does after all not: as long as it does, nothing but a landing is flown.
   */
  public void end(boolean on) {
    ending = on;
  }

  /** Asks it to follow a path that begins where it hovers. */
  public void follow(Path path) {
    this.path.set(path);
  }

  /**
   * Whether a take-off would be made as soon as the autopilot takes set-points: before that it is
   * asked for nothing.
   */
  public boolean fit() {
    return fit;
  }

  /** The emergency stop: a vehicle in the air lands. */
  public EstopLatch estop() {
    return estop;
  }

  boolean armed() {
    return armed;
  }

  boolean ending() {
    return ending;
  }

  void fit(boolean on) {
    fit = on;
  }

  /** Cleared only where it was seen set: what is asked between the two is asked all the same. */
  boolean takeTakeOff() {
    if (!takeOff) return false;
    takeOff = false;
    return true;
  }

  boolean takeLand() {
    if (!land) return false;
    land = false;
    return true;
  }

  Path takePath() {
    return path.get() == null ? null : path.getAndSet(null);
  }
}
