package reins.ros.tcpros;

/**
 * The sending end of one subscriber's connection.
 *
 * <p>Threads: the server's thread calls these beside whoever publishes.
 */
public interface OutgoingLink {
  /** The socket can take more. */
  void writable();

  /** Whether a write failed, so that the server should close the connection. */
  boolean broken();

  /** The connection is gone. */
  void closed();
}
