package reins.ros.node;

import reins.ros.hot.HotCodec;
import reins.ros.hot.HotListener;
import reins.ros.hot.HotPublisher;
import reins.ros.hot.HotSubscriber;
import reins.ros.message.DynamicMessage;
import reins.ros.message.MessageCodec;
import reins.ros.message.RosTime;
import reins.ros.tcpros.TopicLimits;
import reins.ros.topic.Publisher;
import reins.ros.topic.Subscriber;

/**
 * A node that a master knows.
 *
 * <p>It survives its master: connections go on, and everything is registered again with the next
 * one.
 *
 * <p>Threads: any; making and ending topics calls the master and waits for it, so never on a
 * real-time thread.
 */
public interface ConnectedNode extends Node {
  /**
   * Starts a node.
   *
   * <p>Errors: {@link IllegalStateException} when the master does not answer or an address cannot
   * be listened on.
   */
  static ConnectedNode start(NodeConfiguration configuration) {
    return new DefaultNode(configuration);
  }

  /** Publishes messages of a type known by name, such as {@code std_msgs/String}. */
  Publisher<DynamicMessage> newPublisher(String topic, String messageType);

  <T> Publisher<T> newPublisher(String topic, MessageCodec<T> codec, TopicLimits limits);

  /** Subscribes to messages of a type known by name, such as {@code std_msgs/String}. */
  Subscriber<DynamicMessage> newSubscriber(String topic, String messageType);

  <T> Subscriber<T> newSubscriber(String topic, MessageCodec<T> codec, TopicLimits limits);

  /** Publishes from a real-time thread. */
  <T> HotPublisher<T> newHotPublisher(String topic, HotCodec<T> codec);

  /** Subscribes for a real-time thread, which polls. */
  <T> HotSubscriber<T> newHotSubscriber(String topic, HotCodec<T> codec);

  /**
   * Subscribes for a real-time thread, which polls, and for a listener, which hears of each message
   * at once.
   */
  <T> HotSubscriber<T> newHotSubscriber(String topic, HotCodec<T> codec, HotListener<T> listener);

  RosTime getCurrentTime();
}
