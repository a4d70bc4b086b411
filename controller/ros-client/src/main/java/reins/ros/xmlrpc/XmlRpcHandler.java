package reins.ros.xmlrpc;

import java.util.List;

/**
 * What a server does with a call.
 *
 * <p>Threads: called on the server's network thread; must not wait for anything.
 */
@FunctionalInterface
public interface XmlRpcHandler {
  /** The call's value; any exception's message becomes the fault that the caller sees. */
  Object call(String method, List<Object> parameters);
}
