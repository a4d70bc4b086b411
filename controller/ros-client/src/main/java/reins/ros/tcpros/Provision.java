package reins.ros.tcpros;

import java.nio.channels.SocketChannel;
import reins.ros.message.ServiceType;

/** A service that this node provides, as the data server and the slave interface see it. */
public interface Provision {
  String service();

  ServiceType type();

  /**
   * Takes over a client whose header has been checked and answered, and returns at once.
   *
   * @param channel connected and blocking; the provision's to close
   */
  void serve(SocketChannel channel, ConnectionHeader client);

  /** Requests, bytes received and bytes sent so far. */
  long[] counts();

  /** Closes every client's connection. */
  void close();
}
