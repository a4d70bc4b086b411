package reins.ros.message;

/** Bytes from a peer that are not what their definition says. */
public final class WireFormatException extends RuntimeException {
  public WireFormatException(String what) {
    super(what);
  }
}
