package reins.controller.loop;

/**
 * What begins the ticks: the machine's timer, or the robot's own states.
 *
 * <p>Threads: the control thread's. Allocates nothing.
 */
interface Beat {
  /** Nothing was late. */
  int IN_TIME = -1;

  /** The first tick is due after this. */
  void begin(long now_ns);

  /** Waits until a tick is due. Returns when it was. */
  long await();

  /**
   * Takes note of the tick's end.
   *
   * @param now_ns when it began
   * @param end_ns when it ended
   * @param sent_ns when its messages were sent
   * @return whole periods skipped by a tick that overran, or {@link #IN_TIME}
   */
  long done(long now_ns, long end_ns, long sent_ns);
}
