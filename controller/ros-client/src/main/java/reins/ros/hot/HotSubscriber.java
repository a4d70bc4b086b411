package reins.ros.hot;

import java.util.function.Consumer;
import reins.ros.name.GraphName;
import reins.ros.tcpros.Inbox;
import reins.ros.tcpros.Negotiator;
import reins.ros.tcpros.TopicLimits;

/**
 * Holds the newest value of a topic for a real-time thread.
 *
 * <pre>
 *   if (joints.poll()) law.use(joints.value());
 *   age_ns = now_ns - joints.arrival_ns();
 * </pre>
 *
 * <p>Threads: {@link #poll}, {@link #value} and {@link #arrival_ns} from one thread, where they are
 * wait-free and allocate nothing. A thread for each publisher decodes in place. Everything else
 * from any thread.
 */
public final class HotSubscriber<T> {
  private final Consumer<Inbox> onShutdown;
  private final HotReceiver<T> receiver;
  private final Inbox inbox;

  /**
   * @param node this node's name
   * @param listener hears of every message
   * @param onShutdown told when the topic is no longer wanted, so that the master is told too
   */
  public HotSubscriber(
      GraphName topic,
      String node,
      HotCodec<T> codec,
      TopicLimits limits,
      HotListener<T> listener,
      Negotiator negotiator,
      Consumer<Inbox> onShutdown) {
    this.onShutdown = onShutdown;
    this.receiver = new HotReceiver<>(codec, listener);
    this.inbox =
        new Inbox(
            topic.toString(),
            node,
            codec.type(),
            limits,
            codec.maxBytes(),
            negotiator,
            receiver,
            Thread.ofPlatform().daemon().name("ros-hot " + topic));
  }

  /**
   * Takes the newest message; false when none has come since the last time, and {@link #value}
   * stays as it is.
   */
  public boolean poll() {
    return receiver.poll();
  }

  /**
   * The message last taken, the polling thread's own until it polls again; zeros before the first.
   */
  public T value() {
    return receiver.front().message;
  }

  /**
   * When the message last taken arrived, on {@link System#nanoTime}'s clock; 0 before the first.
   */
  public long arrival_ns() {
    return receiver.front().arrival_ns;
  }

  /** Messages that came and had the codec's shape. */
  public long received() {
    return receiver.received();
  }

  /** Messages that newer ones replaced before they were polled. */
  public long superseded() {
    return receiver.superseded();
  }

  /**
   * Messages that did not have the codec's shape, were longer than it reads, or failed the
   * listener.
   */
  public long rejected() {
    return receiver.rejected() + inbox.dropped();
  }

  /**
   * Messages that never came, by the gaps in their headers' numbers; 0 where messages have no
   * header or their publisher does not count.
   */
  public long lost() {
    return inbox.lost();
  }

  /** Publishers that are connected now. */
  public int publisherCount() {
    return inbox.connected();
  }

  /**
   * The last reason why a publisher could not be heard, such as sums that differ; empty when there
   * was none.
   */
  public String lastTrouble() {
    return inbox.lastTrouble();
  }

  /** What the node keeps known to the master. */
  public Inbox inbox() {
    return inbox;
  }

  /** Tells the master and closes every connection. */
  public void shutdown() {
    onShutdown.accept(inbox);
    inbox.close();
  }
}
