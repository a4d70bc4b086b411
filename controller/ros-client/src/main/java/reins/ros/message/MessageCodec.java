package reins.ros.message;

import java.nio.ByteBuffer;

/**
 * How a message of type T is written to and read from the wire where allocation is allowed.
 *
 * <p>Threads: implementations are immutable. Buffers are little-endian.
 */
public interface MessageCodec<T> {
  MessageType type();

  /** A message with every field zero or empty. */
  T newMessage();

  /** The exact number of bytes that {@link #encode} writes. */
  int size(T message);

  void encode(T message, ByteBuffer out);

  /**
   * Reads one message that fills {@code in} from position to limit.
   *
   * <p>Errors: {@link WireFormatException} for anything else, before memory beyond the buffer's own
   * size is taken.
   */
  T decode(ByteBuffer in);
}
