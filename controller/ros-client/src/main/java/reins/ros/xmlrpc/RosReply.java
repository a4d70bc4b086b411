package reins.ros.xmlrpc;

import java.util.List;

/**
 * The triple that every ROS call returns.
 *
 * @param code 1 success, 0 failure, -1 the caller's error
 */
public record RosReply(int code, String status, Object value) {
  public static RosReply success(String status, Object value) {
    return new RosReply(1, status, value);
  }

  public static RosReply failure(String status, Object value) {
    return new RosReply(0, status, value);
  }

  public static RosReply error(String status, Object value) {
    return new RosReply(-1, status, value);
  }

  /** Reads the triple from a call's value. */
  public static RosReply of(Object value) {
    if (value instanceof List<?> triple
        && triple.size() == 3
        && triple.get(0) instanceof Integer code
        && triple.get(1) instanceof String status) return new RosReply(code, status, triple.get(2));
    throw new XmlRpcFault("expected [code, status, value], found " + value);
  }

  public boolean isSuccess() {
    return code == 1;
  }

  public List<Object> toList() {
    return List.of(code, status, value);
  }
}
