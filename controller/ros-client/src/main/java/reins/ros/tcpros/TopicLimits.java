package reins.ros.tcpros;

/**
 * How much of this process one topic may take.
 *
 * @param maxMessage_bytes a longer message drops the connection it came by
 * @param maxConnections peers beyond this number are refused
 * @param queueSize messages that wait for a slow peer or listener; the oldest is dropped, and
 *     counted, for a newer one
 */
public record TopicLimits(int maxMessage_bytes, int maxConnections, int queueSize) {
  /** For tools and slow topics: room for large images. */
  public static final TopicLimits DEFAULT = new TopicLimits(64 << 20, 64, 16);

  /** For topics of a control loop, where a megabyte is already a mistake. */
  public static final TopicLimits HOT = new TopicLimits(1 << 20, 16, 1);

  public TopicLimits {
    if (maxMessage_bytes < 0 || maxConnections < 1 || queueSize < 1)
      throw new IllegalArgumentException("topic limits: expected positive numbers");
  }

  public TopicLimits withMaxMessage_bytes(int bytes) {
    return new TopicLimits(bytes, maxConnections, queueSize);
  }

  public TopicLimits withMaxConnections(int connections) {
    return new TopicLimits(maxMessage_bytes, connections, queueSize);
  }

  public TopicLimits withQueueSize(int messages) {
    return new TopicLimits(maxMessage_bytes, maxConnections, messages);
  }
}
