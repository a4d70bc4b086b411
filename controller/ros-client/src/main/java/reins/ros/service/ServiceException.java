package reins.ros.service;

/** A provider does not do what it was asked; the words go to the caller. */
public final class ServiceException extends RuntimeException {
  public ServiceException(String message) {
    super(message);
  }
}
