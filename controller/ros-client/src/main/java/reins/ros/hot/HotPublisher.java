package reins.ros.hot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import reins.ros.message.MessageType;
import reins.ros.name.GraphName;
import reins.ros.tcpros.ConnectionHeader;
import reins.ros.tcpros.LinkReport;
import reins.ros.tcpros.OutgoingLink;
import reins.ros.tcpros.Publication;
import reins.ros.tcpros.TopicLimits;

/**
 * Sends the newest value of a topic from a real-time thread, or has another send what that left.
 *
 * <p>Threads: {@link #publish} and {@link #leave} from one thread, {@link #flush} from any; they
 * allocate nothing, throw nothing and never wait: one non-blocking write for each subscriber, and
 * one wake-up of the server for a slow one. Everything else from any thread.
 */
public final class HotPublisher<T> implements Publication {
  /**
   * What the kernel holds for a slow peer is stale by the time it arrives, so it may hold little.
   */
  private static final int SEND_BUFFER_BYTES = 16 << 10;

  private final GraphName topic;
  private final HotCodec<T> codec;
  private final TopicLimits limits;
  private final Consumer<Publication> onShutdown;
  private final ByteBuffer frame;
  private volatile HotLink[] links = {};
  private volatile long published;
  private long droppedByGone;

  /**
   * @param onShutdown told when the topic is no longer published, so that the master is told too
   */
  public HotPublisher(
      GraphName topic, HotCodec<T> codec, TopicLimits limits, Consumer<Publication> onShutdown) {
    this.topic = topic;
    this.codec = codec;
    this.limits = limits;
    this.onShutdown = onShutdown;
    this.frame = ByteBuffer.allocateDirect(frameBytes()).order(ByteOrder.LITTLE_ENDIAN);
  }

  private int frameBytes() {
    return Integer.BYTES + codec.maxBytes();
  }

  /** A message to fill and publish, again and again. */
  public T newMessage() {
    return codec.allocate();
  }

  /**
   * Sends a message to every subscriber whose socket takes it, and leaves it as the newest for the
   * others.
   */
  public void publish(T message) {
    leave(message);
    flush();
  }

  /** Leaves a message as the newest for every subscriber; {@link #flush} sends it. */
  public void leave(T message) {
    frame.clear().position(Integer.BYTES);
    codec.encode(message, frame);
    frame.flip();
    frame.putInt(0, frame.limit() - Integer.BYTES);
    HotLink[] now = links;
    for (int i = 0; i < now.length; i++) now[i].leave(frame);
    published = published + 1;
  }

  /** Sends what was left, as far as the sockets take it. */
  public void flush() {
    HotLink[] now = links;
    for (int i = 0; i < now.length; i++) now[i].flush();
  }

  @Override
  public synchronized OutgoingLink accept(
      SocketChannel channel, ConnectionHeader subscriber, Runnable wakeup) {
    try {
      channel.setOption(
          StandardSocketOptions.SO_SNDBUF, Math.max(SEND_BUFFER_BYTES, 2 * frameBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    HotLink link =
        new HotLink(LinkReport.newId(), channel, subscriber.get("callerid"), frameBytes(), wakeup);
    List<HotLink> all = living();
    all.add(link);
    links = all.toArray(HotLink[]::new);
    return link;
  }

  private List<HotLink> living() {
    List<HotLink> living = new ArrayList<>();
    for (HotLink link : links)
      if (link.broken()) droppedByGone += link.superseded();
      else living.add(link);
    return living;
  }

  /** Messages that {@link #publish} was called with. */
  public long published() {
    return published;
  }

  /** Messages that newer ones replaced because a subscriber was slow, all subscribers together. */
  public synchronized long dropped() {
    return droppedByGone + Arrays.stream(links).mapToLong(HotLink::superseded).sum();
  }

  @Override
  public synchronized int subscriberCount() {
    List<HotLink> living = living();
    links = living.toArray(HotLink[]::new);
    return living.size();
  }

  @Override
  public List<LinkReport> links() {
    return Arrays.stream(links).map(HotLink::report).toList();
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

  /** A hot topic's value is sent anew all the time, so none is kept. */
  @Override
  public boolean latching() {
    return false;
  }

  /** Tells the master and closes every connection. */
  public void shutdown() {
    onShutdown.accept(this);
    close();
  }

  @Override
  public synchronized void close() {
    for (HotLink link : links) link.close();
  }
}
