package reins.ros.tcpros;

/**
 * One connection of a topic as tools list it.
 *
 * @param peer the subscriber's name, or the publisher's address
 * @param messages sent or received so far
 * @param dropped messages that this side gave up or could not read
 * @param lost messages that never came, by the gaps in their headers' numbers; 0 for types without
 */
public record LinkReport(
    int id,
    String peer,
    boolean outgoing,
    boolean connected,
    long messages,
    long bytes,
    long dropped,
    long lost) {
  private static final java.util.concurrent.atomic.AtomicInteger LAST_ID =
      new java.util.concurrent.atomic.AtomicInteger();

  /** An identity that no other connection of this process has. */
  public static int newId() {
    return LAST_ID.incrementAndGet();
  }
}
