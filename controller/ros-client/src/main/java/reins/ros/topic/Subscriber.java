package reins.ros.topic;

import reins.ros.name.GraphName;

/**
 * Receives messages from everyone who publishes a topic; allocates, so not for a control loop.
 *
 * <p>Threads: any.
 */
public interface Subscriber<T> {
  GraphName getTopicName();

  String getTopicMessageType();

  /**
   * Adds a listener with the topic's own queue size; the first one also hears what came before it,
   * as much as its queue holds.
   */
  void addMessageListener(MessageListener<T> listener);

  /**
   * Adds a listener.
   *
   * @param limit messages that may wait for it; the oldest is dropped for a newer one
   */
  void addMessageListener(MessageListener<T> listener, int limit);

  boolean removeMessageListener(MessageListener<T> listener);

  /** Messages that were dropped because a listener was slow, or that could not be read. */
  long getDroppedMessages();

  /**
   * Messages that never came, by the gaps in their headers' numbers; 0 where messages have no
   * header or their publisher does not count, as roscpp's and rospy's do.
   */
  long getLostMessages();

  /** Publishers that are connected now. */
  int getNumberOfPublishers();

  /**
   * The last reason why a publisher could not be heard, such as sums that differ; empty when there
   * was none.
   */
  String getLastTrouble();

  /** Tells the master and closes every connection. */
  void shutdown();
}
