package reins.ros.topic;

/**
 * Takes a topic's messages as they come.
 *
 * <p>Threads: one of its own; a slow listener loses the oldest waiting messages and delays nobody
 * else.
 */
@FunctionalInterface
public interface MessageListener<T> {
  void onNewMessage(T message);
}
