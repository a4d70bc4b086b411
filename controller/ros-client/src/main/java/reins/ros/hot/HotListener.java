package reins.ros.hot;

/**
 * Hears of each message on the thread that received it, for those who must answer at once.
 *
 * <p>Threads: a publisher's receiving thread; what it does delays that publisher's next message.
 * With several publishers never two at once.
 */
@FunctionalInterface
public interface HotListener<T> {
  /**
   * @param message the subscriber's own; to be read before returning
   * @param arrival_ns {@link System#nanoTime} after the message was received
   */
  void onMessage(T message, long arrival_ns);

  /** The message last heard of is the one that a poll now takes. May not throw. */
  default void onNewest() {}
}
