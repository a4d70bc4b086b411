package reins.ros.tcpros;

import java.nio.channels.SocketChannel;
import java.util.List;
import reins.ros.message.MessageType;

/** A topic that this node publishes, as the server and the slave interface see it. */
public interface Publication {
  String topic();

  MessageType type();

  boolean latching();

  TopicLimits limits();

  int subscriberCount();

  /**
   * Takes over a subscriber whose header has been checked and answered.
   *
   * @param channel connected and non-blocking
   * @param wakeup asks the server to call {@link OutgoingLink#writable} once the socket can take
   *     more
   */
  OutgoingLink accept(SocketChannel channel, ConnectionHeader subscriber, Runnable wakeup);

  List<LinkReport> links();

  /** Closes every subscriber's connection. */
  void close();
}
