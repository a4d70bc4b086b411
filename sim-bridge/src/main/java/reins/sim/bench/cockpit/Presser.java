package reins.sim.bench.cockpit;

/** Somebody in command at a page who presses one key or none: left, right along the base's y. */
interface Presser extends AutoCloseable {
  /** When a key went down, on the machine's monotonic clock. */
  record Press(long given_ns, long pressed_ns) {}

  /** Holds on, moving or not, from now on; or no longer. */
  void hold(boolean on);

  /**
   * Presses, without waiting for what comes of it.
   *
   * @param way 1 left, -1 right
   */
  void down(int way);

  /** When the last press was: as it was given to whatever presses, and as the page saw it. */
  Press pressed();

  /** Lets go. */
  void up();

  /** Says start: the robot was taken from a page that fell silent, and waits. */
  void goOn();

  @Override
  void close();
}
