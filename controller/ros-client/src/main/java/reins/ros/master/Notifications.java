package reins.ros.master;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import reins.ros.xmlrpc.XmlRpcClient;
import reins.ros.xmlrpc.XmlRpcFault;

/**
 * Tells nodes what changed, each in order and none waiting for another: of two changes to the same
 * thing that wait for a slow node only the newer is sent, so that what waits is bounded by what is
 * registered.
 *
 * <p>Threads: any.
 */
final class Notifications implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Notifications.class.getName());
  private static final int TIMEOUT_MS = 3000;

  private record Call(String method, Object[] parameters) {}

  private final XmlRpcClient client = new XmlRpcClient("ros-master-calls", TIMEOUT_MS);

  /** By node, then by what changed; a node is present while a thread is sending to it. */
  private final Map<String, LinkedHashMap<String, Call>> waiting = new HashMap<>();

  private boolean closed;

  /**
   * @param subject what changed, such as a topic
   */
  synchronized void send(String api, String subject, String method, Object... parameters) {
    if (closed) return;
    LinkedHashMap<String, Call> calls = waiting.get(api);
    if (calls == null) {
      waiting.put(api, calls = new LinkedHashMap<>());
      Thread.ofVirtual().name("ros-master-notify").start(() -> drain(api));
    }
    calls.remove(method + " " + subject);
    calls.put(method + " " + subject, new Call(method, parameters));
  }

  private void drain(String api) {
    for (Call call = next(api); call != null; call = next(api)) {
      try {
        client.call(URI.create(api), call.method, call.parameters);
      } catch (IOException | XmlRpcFault | IllegalArgumentException e) {
        // A node that was killed stays registered until one of its name starts again; that is
        // normal.
        LOG.log(Level.DEBUG, "master: {0} of {1} failed: {2}", call.method, api, e.getMessage());
      }
    }
  }

  private synchronized Call next(String api) {
    LinkedHashMap<String, Call> calls = waiting.get(api);
    if (closed || calls.isEmpty()) {
      waiting.remove(api);
      return null;
    }
    return calls.pollFirstEntry().getValue();
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    client.close();
  }
}
