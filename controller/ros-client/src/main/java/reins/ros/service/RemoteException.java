package reins.ros.service;

/** The provider refused the call, or the connection ended before it answered. */
public final class RemoteException extends RuntimeException {
  public RemoteException(String message) {
    super(message);
  }

  public RemoteException(String message, Throwable cause) {
    super(message, cause);
  }
}
