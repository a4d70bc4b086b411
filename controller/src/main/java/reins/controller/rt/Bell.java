package reins.controller.rt;

/** Where a control thread waits for news of its robot, up to a time. */
public interface Bell {
  /** How often it has rung. */
  long rings();

  /** When it rang last, by the clock that {@link #await} goes by. */
  long rung_ns();

  /** Returns when it has rung more than {@code heard} times, or at this time, or later. */
  void await(long heard, long until_ns);
}
