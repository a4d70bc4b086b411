package reins.ros.tcpros;

import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reins.ros.message.MessageType;

/**
 * One topic that this node wants, as the master and the slave interface see it: its connections to
 * all of its publishers.
 *
 * <p>Threads: one for each publisher; {@link Receiver} is called from all of them.
 */
public final class Inbox {
  private static final System.Logger LOG = System.getLogger(Inbox.class.getName());

  /** Takes what arrives. */
  public interface Receiver {
    /**
     * One message, from the buffer's position to its limit; the bytes are the buffer's again
     * afterwards.
     */
    void receive(ByteBuffer body);

    /**
     * A publisher has answered.
     *
     * <p>Errors: {@link IllegalArgumentException} to have none of its messages.
     */
    default void connected(ConnectionHeader publisher) {}

    /** Nothing comes any more. */
    default void ended() {}
  }

  private final String topic;
  private final String node;
  private final MessageType type;
  private final TopicLimits limits;
  private final int maxDelivered_bytes;
  private final Negotiator negotiator;
  private final Receiver receiver;
  private final Thread.Builder threads;
  private final Map<URI, PublisherLink> links = new LinkedHashMap<>();
  private long droppedByGone;
  private long lostByGone;
  private boolean closed;
  private volatile String lastTrouble = "";

  /**
   * @param node this node's name, which publishers show to their tools
   * @param maxDelivered_bytes longer messages, up to the limits' maximum, are skipped and counted
   * @param threads makes the thread that reads one connection
   */
  public Inbox(
      String topic,
      String node,
      MessageType type,
      TopicLimits limits,
      int maxDelivered_bytes,
      Negotiator negotiator,
      Receiver receiver,
      Thread.Builder threads) {
    this.topic = topic;
    this.node = node;
    this.type = type;
    this.limits = limits;
    this.maxDelivered_bytes = maxDelivered_bytes;
    this.negotiator = negotiator;
    this.receiver = receiver;
    this.threads = threads;
  }

  /** The master's list: who is new is connected to, who is no longer in it is left. */
  public synchronized void setPublishers(List<URI> publishers) {
    links
        .entrySet()
        .removeIf(
            link -> {
              if (publishers.contains(link.getKey())) return false;
              link.getValue().close();
              droppedByGone += link.getValue().report().dropped();
              lostByGone += link.getValue().report().lost();
              return true;
            });
    addPublishers(publishers);
  }

  /**
   * A list from a master that has just been restarted and may not yet know everyone: nobody is
   * left.
   */
  public synchronized void addPublishers(List<URI> publishers) {
    for (URI publisher : publishers) {
      if (closed || links.containsKey(publisher)) continue;
      if (links.size() == limits.maxConnections()) {
        LOG.log(
            Level.WARNING,
            "topic {0}: more than {1} publishers, {2} is left out",
            topic,
            links.size(),
            publisher);
        continue;
      }
      PublisherLink link = new PublisherLink(LinkReport.newId(), this, publisher, threads);
      links.put(publisher, link);
      link.start();
    }
  }

  public synchronized List<LinkReport> links() {
    List<LinkReport> reports = new ArrayList<>();
    links.values().forEach(link -> reports.add(link.report()));
    return reports;
  }

  /** Publishers that are connected now. */
  public int connected() {
    return (int) links().stream().filter(LinkReport::connected).count();
  }

  /** Messages that were too long to deliver, from all publishers so far. */
  public synchronized long dropped() {
    return droppedByGone + links().stream().mapToLong(LinkReport::dropped).sum();
  }

  /**
   * Messages that never came, by the gaps in their headers' numbers, from all publishers so far.
   */
  public synchronized long lost() {
    return lostByGone + links().stream().mapToLong(LinkReport::lost).sum();
  }

  /** The last reason why a publisher could not be heard, empty when there was none. */
  public String lastTrouble() {
    return lastTrouble;
  }

  /** Closes every publisher's connection. */
  public synchronized void close() {
    closed = true;
    links.values().forEach(PublisherLink::close);
    links.clear();
    receiver.ended();
  }

  ConnectionHeader header() {
    return new ConnectionHeader()
        .put("callerid", node)
        .put("topic", topic)
        .put("type", type.name())
        .put("md5sum", type.md5())
        .put("message_definition", type.fullText())
        .put("tcp_nodelay", true);
  }

  Receiver receiver() {
    return receiver;
  }

  void trouble(String what) {
    lastTrouble = what;
  }

  public String topic() {
    return topic;
  }

  public MessageType type() {
    return type;
  }

  TopicLimits limits() {
    return limits;
  }

  int maxDelivered_bytes() {
    return maxDelivered_bytes;
  }

  Negotiator negotiator() {
    return negotiator;
  }
}
