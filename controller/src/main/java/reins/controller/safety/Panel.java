package reins.controller.safety;

import java.util.List;
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
  private volatile boolean stands;
  private Panel[] others = {};

  /** Armed where the rig is. */
  public Panel(RigConfig rig) {
    armed = rig.armed();
  }

  /**
   * Makes arms one rig: the emergency stop of one is that of all, and none moves while another is
   * stopped. Before the first tick.
   */
  public static void bind(List<Panel> arms) {
    for (Panel arm : arms) {
      arm.others = arms.stream().filter(a -> a != arm).toArray(Panel[]::new);
      arm.estop.bind(
          arms.stream().filter(a -> a != arm).map(Panel::estop).toArray(EstopLatch[]::new));
    }
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

  /** Whether this arm is stopped until a person does something. Threads: the loop's. */
  void stands(boolean stopped) {
    stands = stopped;
  }

  /** Whether another arm of the rig is stopped. */
  boolean otherStands() {
    for (Panel other : others) if (other.stands) return true;
    return false;
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
