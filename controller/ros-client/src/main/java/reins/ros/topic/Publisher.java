package reins.ros.topic;

import reins.ros.name.GraphName;

/**
 * Sends messages to everyone who subscribes to a topic; allocates, so not for a control loop.
 *
 * <p>Threads: any. Publishing never waits for a peer: each has a bounded queue that loses its
 * oldest message, and counts it, when the peer is slow.
 */
public interface Publisher<T> {
  GraphName getTopicName();

  String getTopicMessageType();

  /** A new message, all zero and empty. */
  T newMessage();

  void publish(T message);

  /** Whether the last message is kept for whoever subscribes later. */
  void setLatchMode(boolean enabled);

  boolean getLatchMode();

  boolean hasSubscribers();

  int getNumberOfSubscribers();

  /** Messages that were dropped because a subscriber was slow. */
  long getDroppedMessages();

  /** Tells the master and closes every connection. */
  void shutdown();
}
