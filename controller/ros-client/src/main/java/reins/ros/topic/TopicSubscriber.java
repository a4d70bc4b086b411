package reins.ros.topic;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import reins.ros.message.LearningCodec;
import reins.ros.message.MessageCodec;
import reins.ros.message.WireFormatException;
import reins.ros.name.GraphName;
import reins.ros.tcpros.ConnectionHeader;
import reins.ros.tcpros.Inbox;
import reins.ros.tcpros.Negotiator;
import reins.ros.tcpros.TopicLimits;

/** A subscriber that decodes each message once and queues it for every listener. */
public final class TopicSubscriber<T> implements Subscriber<T> {
  private static final System.Logger LOG = System.getLogger(TopicSubscriber.class.getName());

  private final GraphName topic;
  private final MessageCodec<T> codec;
  private final TopicLimits limits;
  private final Consumer<Inbox> onShutdown;
  private final Inbox inbox;
  private final List<ListenerQueue<T>> listeners = new CopyOnWriteArrayList<>();

  // What came before the first listener, such as a latched topic's one message; null after it.
  private Queue<T> early = new ArrayDeque<>();
  private final LongAdder rejected = new LongAdder();

  /**
   * @param node this node's name
   * @param onShutdown told when the topic is no longer wanted, so that the master is told too
   */
  public TopicSubscriber(
      GraphName topic,
      String node,
      MessageCodec<T> codec,
      TopicLimits limits,
      Negotiator negotiator,
      Consumer<Inbox> onShutdown) {
    this.topic = topic;
    this.codec = codec;
    this.limits = limits;
    this.onShutdown = onShutdown;
    this.inbox =
        new Inbox(
            topic.toString(),
            node,
            codec.type(),
            limits,
            limits.maxMessage_bytes(),
            negotiator,
            new Arrivals(),
            Thread.ofPlatform().daemon().name("ros-receive " + topic));
  }

  private final class Arrivals implements Inbox.Receiver {
    @Override
    public void receive(ByteBuffer body) {
      try {
        T message = codec.decode(body);
        if (listeners.isEmpty() && keepEarly(message)) return;
        for (ListenerQueue<T> listener : listeners) listener.offer(message);
      } catch (WireFormatException e) {
        rejected.increment();
        if (rejected.sum() == 1)
          LOG.log(
              Level.WARNING, "topic {0}: {1}; such messages are dropped", topic, e.getMessage());
      }
    }

    @Override
    public void connected(ConnectionHeader publisher) {
      if (codec instanceof LearningCodec<T> learning)
        learning.learn(
            publisher.get("type"), publisher.get("md5sum"), publisher.get("message_definition"));
    }

    @Override
    public void ended() {
      listeners.forEach(ListenerQueue::close);
    }
  }

  // As many as a listener's queue would hold; false when there is one by now, or was.
  private synchronized boolean keepEarly(T message) {
    if (early == null) return false;
    if (early.size() == limits.queueSize()) early.remove();
    return early.add(message);
  }

  @Override
  public void addMessageListener(MessageListener<T> listener) {
    addMessageListener(listener, limits.queueSize());
  }

  @Override
  public synchronized void addMessageListener(MessageListener<T> listener, int limit) {
    ListenerQueue<T> queue = new ListenerQueue<>(topic.toString(), listener, limit);
    if (early != null) early.forEach(queue::offer);
    early = null;
    listeners.add(queue);
  }

  @Override
  public boolean removeMessageListener(MessageListener<T> listener) {
    for (ListenerQueue<T> queue : listeners) {
      if (queue.listener() != listener) continue;
      queue.close();
      return listeners.remove(queue);
    }
    return false;
  }

  @Override
  public long getDroppedMessages() {
    return inbox.dropped()
        + rejected.sum()
        + listeners.stream().mapToLong(ListenerQueue::dropped).sum();
  }

  @Override
  public long getLostMessages() {
    return inbox.lost();
  }

  @Override
  public int getNumberOfPublishers() {
    return inbox.connected();
  }

  @Override
  public String getLastTrouble() {
    return inbox.lastTrouble();
  }

  @Override
  public GraphName getTopicName() {
    return topic;
  }

  @Override
  public String getTopicMessageType() {
    return codec.type().name();
  }

  /** What the node keeps known to the master. */
  public Inbox inbox() {
    return inbox;
  }

  @Override
  public void shutdown() {
    onShutdown.accept(inbox);
    inbox.close();
  }
}
