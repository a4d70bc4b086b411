package reins.ros.node;

import java.net.URI;
import reins.ros.hot.HotCodec;
import reins.ros.hot.HotListener;
import reins.ros.hot.HotPublisher;
import reins.ros.hot.HotSubscriber;
import reins.ros.message.DynamicMessage;
import reins.ros.message.MessageCatalog;
import reins.ros.message.MessageCodec;
import reins.ros.message.RosTime;
import reins.ros.name.GraphName;
import reins.ros.service.ServiceClient;
import reins.ros.service.ServiceResponseBuilder;
import reins.ros.service.ServiceServer;
import reins.ros.tcpros.TopicLimits;
import reins.ros.topic.Publisher;
import reins.ros.topic.Subscriber;
import reins.ros.typed.Message;
import reins.ros.typed.MessageClass;
import reins.ros.typed.MessageFactory;
import reins.ros.typed.ServiceClass;
import reins.ros.xmlrpc.RosReply;

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

  default Publisher<DynamicMessage> newPublisher(GraphName topic, String messageType) {
    return newPublisher(topic.toString(), messageType);
  }

  <T> Publisher<T> newPublisher(String topic, MessageCodec<T> codec, TopicLimits limits);

  /** Publishes messages of a generated class, such as {@code std_msgs.String._TYPE}. */
  default <T extends Message> Publisher<T> newPublisher(String topic, MessageClass<T> messages) {
    return newPublisher(topic, messages.codec(getMessageCatalog()), TopicLimits.DEFAULT);
  }

  default <T extends Message> Publisher<T> newPublisher(GraphName topic, MessageClass<T> messages) {
    return newPublisher(topic.toString(), messages);
  }

  /**
   * Subscribes to messages of a type known by name, such as {@code std_msgs/String}, or of whatever
   * type the topic turns out to have, {@code *}.
   */
  Subscriber<DynamicMessage> newSubscriber(String topic, String messageType);

  default Subscriber<DynamicMessage> newSubscriber(GraphName topic, String messageType) {
    return newSubscriber(topic.toString(), messageType);
  }

  <T> Subscriber<T> newSubscriber(String topic, MessageCodec<T> codec, TopicLimits limits);

  /** Subscribes to messages of a generated class, such as {@code std_msgs.String._TYPE}. */
  default <T extends Message> Subscriber<T> newSubscriber(String topic, MessageClass<T> messages) {
    return newSubscriber(topic, messages.codec(getMessageCatalog()), TopicLimits.DEFAULT);
  }

  default <T extends Message> Subscriber<T> newSubscriber(
      GraphName topic, MessageClass<T> messages) {
    return newSubscriber(topic.toString(), messages);
  }

  /** Publishes from a real-time thread. */
  <T> HotPublisher<T> newHotPublisher(String topic, HotCodec<T> codec);

  /** Subscribes for a real-time thread, which polls. */
  <T> HotSubscriber<T> newHotSubscriber(String topic, HotCodec<T> codec);

  /**
   * Subscribes for a real-time thread, which polls, and for a listener, which hears of each message
   * at once.
   */
  <T> HotSubscriber<T> newHotSubscriber(String topic, HotCodec<T> codec, HotListener<T> listener);

  /** Publishes from a real-time thread, within limits other than {@link TopicLimits#HOT}. */
  <T> HotPublisher<T> newHotPublisher(String topic, HotCodec<T> codec, TopicLimits limits);

  /** Subscribes for a real-time thread, within limits other than {@link TopicLimits#HOT}. */
  <T> HotSubscriber<T> newHotSubscriber(
      String topic, HotCodec<T> codec, HotListener<T> listener, TopicLimits limits);

  /** Answers a service of a type known by name, such as {@code std_srvs/Trigger}. */
  ServiceServer<DynamicMessage, DynamicMessage> newServiceServer(
      String service,
      String serviceType,
      ServiceResponseBuilder<DynamicMessage, DynamicMessage> builder);

  /**
   * Connects to a service of a type known by name.
   *
   * <p>Errors: {@link reins.ros.service.ServiceNotFoundException} when nobody provides it, or under
   * another sum.
   */
  ServiceClient<DynamicMessage, DynamicMessage> newServiceClient(
      String service, String serviceType);

  /** Answers a service of a generated class, such as {@code std_srvs.SetBool._TYPE}. */
  <Q extends Message, S extends Message> ServiceServer<Q, S> newServiceServer(
      String service, ServiceClass<Q, S> type, ServiceResponseBuilder<Q, S> builder);

  /**
   * Connects to a service of a generated class.
   *
   * <p>Errors: as of a type known by name.
   */
  <Q extends Message, S extends Message> ServiceClient<Q, S> newServiceClient(
      String service, ServiceClass<Q, S> type);

  /** The definitions that this node's types are looked up in. */
  MessageCatalog getMessageCatalog();

  /** Makes messages of generated classes that go into other messages. */
  default MessageFactory getTopicMessageFactory() {
    return new MessageFactory(getMessageCatalog());
  }

  /** Where a service is provided, or null when nobody does. */
  URI lookupServiceUri(String service);

  /** Words that go to {@code /rosout} as well as to this process's log. */
  Log getLog();

  /**
   * The wall clock's time, or with {@code /use_sim_time} what {@code /clock} said last, zero before
   * it said anything.
   */
  RosTime getCurrentTime();

  /** Runs a loop on a thread of its own until it is cancelled or the node ends. */
  void executeCancellableLoop(CancellableLoop loop);

  /** What a master or node answers: for tools. */
  RosReply callMaster(String method, Object... parameters);
}
