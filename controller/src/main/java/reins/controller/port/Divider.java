package reins.controller.port;

/** Every how many ticks a slower driver is told something. Threads: the control loop's. */
public final class Divider {
  private final double share;
  private double phase = 1;

  /** The first tick is due. */
  public Divider(double control_hz, double command_hz) {
    share = command_hz / control_hz;
  }

  /** Makes the next tick due. */
  public void restart() {
    phase = 1;
  }

  /** Called once a tick: whether it is one of those. */
  public boolean due() {
    phase += share;
    if (phase < 1) return false;
    phase -= 1;
    // More than one behind, as before the first tick, is not made up for.
    phase = Math.min(phase, 1 - share);
    return true;
  }
}
