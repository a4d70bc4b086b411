package reins.ros.tcpros;

import java.net.URI;
import java.util.List;
import reins.ros.message.MessageType;

/** A topic that this node wants, as the master and the slave interface see it. */
public interface Subscription {
  String topic();

  MessageType type();

  /** The master's list: who is new is connected to, who is no longer in it is left. */
  void setPublishers(List<URI> publishers);

  /**
   * A list from a master that has just been restarted and may not yet know everyone: nobody is
   * left.
   */
  void addPublishers(List<URI> publishers);

  List<LinkReport> links();

  /** Closes every publisher's connection. */
  void close();
}
