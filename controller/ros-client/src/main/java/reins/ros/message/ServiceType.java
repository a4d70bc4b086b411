package reins.ros.message;

/**
 * A service's identity on the wire: its name, what is asked, what is answered, and the sum over
 * both by which two peers know that they mean the same.
 *
 * <p>Threads: immutable.
 */
public record ServiceType(String name, String md5, MessageType request, MessageType response) {
  static ServiceType of(String name, MessageType request, MessageType response) {
    return new ServiceType(
        name, MessageType.md5(request.summed() + response.summed()), request, response);
  }

  @Override
  public String toString() {
    return name + " (" + md5 + ")";
  }
}
