package reins.policy.human;

/**
 * Tells a person who takes over from a device that lies there and trembles: a dead zone, an onset
 * above it, and a latch that bridges the moments between two movements.
 *
 * <p>After {@link #drop} nothing engages until the device was seen at rest: what was pressed when
 * the link died does not come back with it.
 *
 * <p>Units: deflections are in [-1, 1]. Threads: one owner.
 */
public final class Engagement {
  /** Deflections below this are rest. */
  public static final double DEAD_ZONE = 0.08;

  /** A deflection that begins a take-over; the gap to the dead zone is the hysteresis. */
  public static final double ONSET = 0.2;

  /** At rest for so long, the person has let go. */
  public static final long RELEASE_AFTER_NS = 400_000_000;

  private boolean engaged;
  private boolean mustRest;
  private int framesAbove;
  private long moved_ns;

  /**
   * Takes one reading of a page's device.
   *
   * @param axes deflections; written: dead zone taken out, so that motion begins at zero
   * @param button a gripper button is down
   * @param held the person holds on explicitly, moving or not
   * @return whether the person has the robot
   */
  public boolean read(long now_ns, Device device, double[] axes, boolean button, boolean held) {
    return read(now_ns, device.onsetFrames(), axes, button, held);
  }

  /**
   * Takes one reading.
   *
   * @param onsetFrames readings in a row above the onset that make a person
   */
  public boolean read(long now_ns, int onsetFrames, double[] axes, boolean button, boolean held) {
    double largest = 0;
    for (int i = 0; i < axes.length; i++) {
      largest = Math.max(largest, Math.abs(axes[i]));
      // a' = sign(a) (|a| - dead) / (1 - dead), zero inside
      double beyond = Math.max(0, Math.abs(axes[i]) - DEAD_ZONE);
      axes[i] = Math.copySign(beyond / (1 - DEAD_ZONE), axes[i]);
    }
    boolean deliberate = button || held;
    if (mustRest) mustRest = deliberate || largest > DEAD_ZONE;
    if (mustRest) return false;
    framesAbove = largest >= ONSET ? framesAbove + 1 : 0;
    boolean moving = engaged ? largest > DEAD_ZONE : framesAbove >= onsetFrames;
    if (deliberate || moving) {
      engaged = true;
      moved_ns = now_ns;
    } else if (now_ns - moved_ns > RELEASE_AFTER_NS) {
      engaged = false;
    }
    return engaged;
  }

  /** The person has let go for certain: no pause between two movements is bridged. */
  public void letGo() {
    engaged = false;
  }

  /** Takes the robot from the person, whatever the device says. */
  public void drop() {
    engaged = false;
    framesAbove = 0;
    mustRest = true;
  }

  /** Whether the person has the robot. */
  public boolean engaged() {
    return engaged;
  }
}
