package reins.ros.xmlrpc;

/**
 * The peer answered a call with a fault instead of a value, or with something that is not XML-RPC.
 */
public final class XmlRpcFault extends RuntimeException {
  public XmlRpcFault(String what) {
    super(what);
  }
}
