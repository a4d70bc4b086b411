package reins.ros.topic;

import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import reins.ros.message.MessageCodec;
import reins.ros.message.MessageType;
import reins.ros.name.GraphName;
import reins.ros.tcpros.ConnectionHeader;
import reins.ros.tcpros.LinkReport;
import reins.ros.tcpros.OutgoingLink;
import reins.ros.tcpros.Publication;
import reins.ros.tcpros.TopicLimits;

/** A publisher that encodes each message once and queues it for every subscriber. */
public final class TopicPublisher<T> implements Publisher<T>, Publication {
  private final GraphName topic;
  private final MessageCodec<T> codec;
  private final TopicLimits limits;
  private final Consumer<Publication> onShutdown;
  private final List<QueuedLink> links = new ArrayList<>();
  private final FramePool frames = new FramePool();
  private Frame last;
  private boolean latch;
  private long droppedByGone;

  /**
   * @param onShutdown told when the topic is no longer published, so that the master is told too
   */
  public TopicPublisher(
      GraphName topic,
      MessageCodec<T> codec,
      TopicLimits limits,
      Consumer<Publication> onShutdown) {
    this.topic = topic;
    this.codec = codec;
    this.limits = limits;
    this.onShutdown = onShutdown;
  }

  /** Errors: {@link IllegalArgumentException} for a message over the topic's limit. */
  @Override
  public void publish(T message) {
    int size = codec.size(message);
    if (size > limits.maxMessage_bytes())
      throw new IllegalArgumentException(
          "topic "
              + topic
              + ": a message of "
              + size
              + " bytes, at most "
              + limits.maxMessage_bytes());
    Frame frame = frames.take(Integer.BYTES + size);
    codec.encode(message, frame.view().putInt(size));
    synchronized (this) {
      if (latch) keep(frame.hold());
      for (QueuedLink link : links) link.offer(frame);
    }
    frame.release();
  }

  private void keep(Frame frame) {
    if (last != null) last.release();
    last = frame;
  }

  @Override
  public synchronized OutgoingLink accept(
      SocketChannel channel, ConnectionHeader subscriber, Runnable wakeup) {
    forgetGone();
    QueuedLink link =
        new QueuedLink(
            LinkReport.newId(), channel, subscriber.get("callerid"), limits.queueSize(), wakeup);
    links.add(link);
    if (latch && last != null) link.offer(last);
    return link;
  }

  private void forgetGone() {
    for (QueuedLink link : links) if (link.broken()) droppedByGone += link.report().dropped();
    links.removeIf(QueuedLink::broken);
  }

  @Override
  public synchronized void setLatchMode(boolean enabled) {
    latch = enabled;
    if (!enabled) keep(null);
  }

  @Override
  public synchronized boolean getLatchMode() {
    return latch;
  }

  @Override
  public boolean latching() {
    return getLatchMode();
  }

  @Override
  public synchronized int subscriberCount() {
    forgetGone();
    return links.size();
  }

  @Override
  public int getNumberOfSubscribers() {
    return subscriberCount();
  }

  @Override
  public boolean hasSubscribers() {
    return subscriberCount() > 0;
  }

  @Override
  public synchronized long getDroppedMessages() {
    return droppedByGone + links.stream().mapToLong(link -> link.report().dropped()).sum();
  }

  @Override
  public synchronized List<LinkReport> links() {
    return links.stream().map(QueuedLink::report).toList();
  }

  @Override
  public T newMessage() {
    return codec.newMessage();
  }

  @Override
  public GraphName getTopicName() {
    return topic;
  }

  @Override
  public String getTopicMessageType() {
    return codec.type().name();
  }

  @Override
  public String topic() {
    return topic.toString();
  }

  @Override
  public MessageType type() {
    return codec.type();
  }

  @Override
  public TopicLimits limits() {
    return limits;
  }

  @Override
  public void shutdown() {
    onShutdown.accept(this);
    close();
  }

  @Override
  public synchronized void close() {
    links.forEach(QueuedLink::close);
  }
}
