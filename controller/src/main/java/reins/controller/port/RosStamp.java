package reins.controller.port;

/**
 * The wall clock's time of a tick, from its monotonic time: read once, so that stamps never go back
 * and a tick reads no clock.
 *
 * <p>Threads: the control loop's.
 */
public final class RosStamp {
  private final long wall_ns = System.currentTimeMillis() * 1_000_000L - System.nanoTime();
  private long now_ns;

  /** Takes the time of a tick. */
  public void at(long tick_ns) {
    now_ns = tick_ns;
  }

  /** Nanoseconds since 1970. */
  public long ns() {
    return wall_ns + now_ns;
  }
}
