package reins.ros.node;

/**
 * A node's words: to this process's log, and to {@code /rosout} where the level asks for it.
 *
 * <p>Threads: any but a real-time one. Never waits for a peer.
 */
public interface Log {
  /** ROS's levels, with their numbers on the wire. */
  enum Level {
    DEBUG(1),
    INFO(2),
    WARN(4),
    ERROR(8),
    FATAL(16);

    final int wire;

    Level(int wire) {
      this.wire = wire;
    }
  }

  /**
   * Sends words to {@code /rosout} only: the way in for a logging framework's appender.
   *
   * @param logger the framework's name for who speaks
   */
  void publish(Level level, String logger, String message, StackTraceElement where);

  /** Says something here and on {@code /rosout}. */
  void log(Level level, String message);

  default void debug(String message) {
    log(Level.DEBUG, message);
  }

  default void info(String message) {
    log(Level.INFO, message);
  }

  default void warn(String message) {
    log(Level.WARN, message);
  }

  default void error(String message) {
    log(Level.ERROR, message);
  }

  default void fatal(String message) {
    log(Level.FATAL, message);
  }
}
