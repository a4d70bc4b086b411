package reins.ros.service;

/** Nobody provides the service, or whoever does cannot be reached or means something else by it. */
public final class ServiceNotFoundException extends RuntimeException {
  public ServiceNotFoundException(String message) {
    super(message);
  }

  public ServiceNotFoundException(String message, Throwable cause) {
    super(message, cause);
  }
}
