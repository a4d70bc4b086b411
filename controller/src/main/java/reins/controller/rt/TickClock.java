package reins.controller.rt;

/** The time that a control loop is paced by: the machine's, or a virtual one. */
public interface TickClock {
  /** Monotonic time. */
  long now_ns();

  /** Returns at this time or, on a busy machine, later. */
  void sleepUntil(long deadline_ns);
}
