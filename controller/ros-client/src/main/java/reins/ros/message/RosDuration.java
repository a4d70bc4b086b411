package reins.ros.message;

/** A signed span of time as messages carry it. */
public record RosDuration(int secs, int nsecs) {
  public static final RosDuration ZERO = new RosDuration(0, 0);
}
