package reins.ros.hot;

import java.nio.ByteBuffer;
import reins.ros.message.MessageType;

/**
 * How a message of a fixed shape is written from and read into a structure that was made
 * beforehand.
 *
 * <p>Threads: immutable; {@code encode} and {@code decode} allocate nothing, wait for nothing and
 * work in bounded time. Buffers are little-endian.
 */
public interface HotCodec<T> {
  MessageType type();

  /** A structure of this codec's shape. */
  T allocate();

  /** The longest message body, in bytes, that is written or worth reading. */
  int maxBytes();

  /** Writes {@code message} at the buffer's position, at most {@link #maxBytes} bytes. */
  void encode(T message, ByteBuffer out);

  /**
   * Reads the body from the buffer's position to its limit.
   *
   * @param out written; in part when the result is false
   * @return false when the message does not have this codec's shape
   */
  boolean decode(ByteBuffer in, T out);
}
