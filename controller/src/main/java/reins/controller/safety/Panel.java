package reins.controller.safety;

import reins.contract.config.RigConfig;

/**
 * What people and watchdogs ask of the controller from outside its loop: armed or not, recover,
 * emergency stop.
 *
 * <p>Threads: any; the loop reads it once a tick.
 */
public final class Panel {
  private final EstopLatch estop = new EstopLatch();
  private volatile boolean armed;
  private volatile boolean recover;

  /** Armed where the rig is. */
  public Panel(RigConfig rig) {
    armed = rig.armed();
  }

  /** The emergency stop. */
  public EstopLatch estop() {
    return estop;
  }

  /** Lets the arm move, or takes its torque away from the next tick on. */
  public void arm(boolean on) {
    armed = on;
  }

  /** Whether the arm may move. */
  public boolean armed() {
    return armed;
  }

  /** A person asks to leave a safe stop. */
  public void recover() {
    recover = true;
  }

  /** Whether somebody asked to recover since the last call. Threads: the loop's. */
  boolean takeRecover() {
    boolean asked = recover;
    recover = false;
    return asked;
  }
}
