package reins.ros.node;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import reins.ros.xmlrpc.RosReply;
import reins.ros.xmlrpc.XmlRpcClient;
import reins.ros.xmlrpc.XmlRpcFault;

/**
 * One node's calls to its master.
 *
 * <p>Threads: any; each call waits for the master.
 *
 * <p>Errors: {@link IOException} when it does not answer, {@link XmlRpcFault} when it refuses.
 */
final class MasterClient {
  private static final int RETRY_MS = 50;

  private final XmlRpcClient client;
  private final URI master;
  private final String node;
  private final String slaveUri;

  MasterClient(XmlRpcClient client, URI master, String node, URI slaveUri) {
    this.client = client;
    this.master = master;
    this.node = node;
    this.slaveUri = slaveUri.toString();
  }

  /** Waits until the master answers. */
  void await(int timeout_ms) {
    long end_ns = System.nanoTime() + timeout_ms * 1_000_000L;
    while (true) {
      try {
        call("getPid");
        return;
      } catch (IOException | XmlRpcFault e) {
        if (System.nanoTime() > end_ns)
          throw new IllegalStateException("no ROS master at " + master + ": " + e.getMessage(), e);
      }
      try {
        Thread.sleep(RETRY_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(
            "interrupted while waiting for the ROS master at " + master, e);
      }
    }
  }

  void registerPublisher(String topic, String type) throws IOException {
    call("registerPublisher", topic, type, slaveUri);
  }

  void unregisterPublisher(String topic) throws IOException {
    call("unregisterPublisher", topic, slaveUri);
  }

  /** Registers and returns who publishes the topic now. */
  List<URI> registerSubscriber(String topic, String type) throws IOException {
    return PublisherList.of(call("registerSubscriber", topic, type, slaveUri).value());
  }

  void unregisterSubscriber(String topic) throws IOException {
    call("unregisterSubscriber", topic, slaveUri);
  }

  void registerService(String service, String serviceUri) throws IOException {
    call("registerService", service, serviceUri, slaveUri);
  }

  void unregisterService(String service, String serviceUri) throws IOException {
    call("unregisterService", service, serviceUri);
  }

  /** Where a service is provided. */
  URI lookupService(String service) throws IOException {
    RosReply reply = ask("lookupService", service);
    if (!reply.isSuccess()) throw new IOException("nobody provides it");
    return uri(reply);
  }

  /** Where a node's slave interface is. */
  URI lookupNode(String node) throws IOException {
    RosReply reply = ask("lookupNode", node);
    if (!reply.isSuccess()) throw new IOException("the master knows no node " + node);
    return uri(reply);
  }

  private static URI uri(RosReply reply) throws IOException {
    try {
      return URI.create(String.valueOf(reply.value()));
    } catch (IllegalArgumentException e) {
      throw new IOException("the master gave no address: " + reply.value(), e);
    }
  }

  /**
   * Calls any method, the node's name as first parameter; an answer other than success is an error.
   */
  RosReply call(String method, Object... parameters) throws IOException {
    RosReply reply = ask(method, parameters);
    if (!reply.isSuccess())
      throw new XmlRpcFault("master " + master + " " + method + ": " + reply.status());
    return reply;
  }

  /** As {@link #call}, where an answer other than success says something too. */
  RosReply ask(String method, Object... parameters) throws IOException {
    Object[] all = new Object[parameters.length + 1];
    all[0] = node;
    System.arraycopy(parameters, 0, all, 1, parameters.length);
    return client.callRos(master, method, all);
  }

  String slaveUri() {
    return slaveUri;
  }
}
