package reins.ros.master;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import reins.ros.xmlrpc.XmlRpcServer;

/**
 * A ROS master in this process: the name service and parameter server that nodes of any language
 * find each other by, so that nothing of ROS need be installed.
 *
 * <p>Threads: one network thread, one short-lived virtual thread for each node that is being told
 * of a change.
 */
public final class Master implements AutoCloseable {
  /** A robot's description is the largest thing that nodes set; it stays well below this. */
  private static final int MAX_BODY_BYTES = 8 << 20;

  private final Notifications notifications = new Notifications();
  private final XmlRpcServer server;
  private final URI uri;

  private Master(String host, int port) {
    MasterApi api = new MasterApi(notifications, this::uri);
    InetAddress address;
    try {
      address = InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      notifications.close();
      throw new IllegalArgumentException("master: no host is called " + host, e);
    }
    try {
      this.server =
          new XmlRpcServer("ros-master", new InetSocketAddress(address, port), MAX_BODY_BYTES, api);
    } catch (IllegalStateException e) {
      notifications.close();
      throw e;
    }
    this.uri = server.uri(host);
  }

  /**
   * Starts a master.
   *
   * @param host the name by which nodes reach it, and the interface it listens on: {@code
   *     localhost} keeps it on this machine
   * @param port usually 11311; 0 takes a free one
   *     <p>Errors: {@link IllegalStateException} names a port in use.
   */
  public static Master start(String host, int port) {
    return new Master(host, port);
  }

  /** What nodes take as ROS_MASTER_URI. */
  public URI uri() {
    return uri;
  }

  @Override
  public void close() {
    server.close();
    notifications.close();
  }
}
