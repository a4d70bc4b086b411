package reins.ros.message;

/**
 * A wall-clock instant as messages carry it.
 *
 * @param secs seconds since 1970, unsigned 32 bits on the wire
 * @param nsecs nanoseconds within the second
 */
public record RosTime(long secs, int nsecs) {
  public static final RosTime ZERO = new RosTime(0, 0);
  private static final long NANOS = 1_000_000_000L;

  public RosTime {
    if (secs < 0 || secs > 0xFFFF_FFFFL)
      throw new IllegalArgumentException("time: secs=" + secs + ", expected 0 to 4294967295");
  }

  public static RosTime of_ns(long time_ns) {
    return new RosTime(Math.floorDiv(time_ns, NANOS), (int) Math.floorMod(time_ns, NANOS));
  }

  /** The instant this machine's wall clock shows. */
  public static RosTime now() {
    java.time.Instant now = java.time.Instant.now();
    return new RosTime(now.getEpochSecond(), now.getNano());
  }

  public long toNanos() {
    return secs * NANOS + Integer.toUnsignedLong(nsecs);
  }
}
