package reins.ros.tcpros;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;

/**
 * Cuts a connection's bytes into messages, each a length and that many bytes, in place in one
 * direct buffer.
 *
 * <p>The buffer grows with what has arrived, never with what a length claims, up to its bound; a
 * message that is allowed but does not fit the bound is skipped and counted. Allocates nothing
 * while messages fit the buffer.
 *
 * <p>Threads: one.
 */
public final class FrameReader {
  private static final int MIN_BUFFER_BYTES = 8 << 10;

  /** Takes one message, from the buffer's position to its limit; both are restored afterwards. */
  public interface Sink {
    void frame(ByteBuffer body);
  }

  private final int maxMessage_bytes;
  private final int maxBuffer_bytes;
  private ByteBuffer buffer;
  private int needed_bytes;
  private int toSkip_bytes;
  private volatile long skipped;

  /**
   * @param maxBuffer_bytes the longest message that is delivered
   * @param maxMessage_bytes the longest message that does not end the connection
   */
  public FrameReader(int maxBuffer_bytes, int maxMessage_bytes) {
    this.maxMessage_bytes = maxMessage_bytes;
    this.maxBuffer_bytes =
        Math.max(MIN_BUFFER_BYTES, Integer.BYTES + Math.min(maxBuffer_bytes, maxMessage_bytes));
    this.buffer = direct(MIN_BUFFER_BYTES);
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Reads once and delivers every message that is complete.
   *
   * @return false at the end of the stream
   */
  public boolean read(ReadableByteChannel channel, Sink sink) throws IOException {
    if (channel.read(buffer) < 0) return false;
    buffer.flip();
    deliver(sink);
    makeRoom();
    return true;
  }

  /** Messages that were longer than the buffer may be. */
  public long skipped() {
    return skipped;
  }

  private void deliver(Sink sink) throws IOException {
    while (skip() && buffer.remaining() >= Integer.BYTES) {
      int start = buffer.position();
      int length = buffer.getInt(start);
      if (length < 0 || length > maxMessage_bytes)
        throw new OversizeException(length, maxMessage_bytes);
      needed_bytes = Integer.BYTES + length;
      if (needed_bytes > maxBuffer_bytes) {
        toSkip_bytes = needed_bytes;
        skipped = skipped + 1;
        continue;
      }
      if (buffer.remaining() < needed_bytes) return;
      int limit = buffer.limit();
      buffer.limit(start + needed_bytes).position(start + Integer.BYTES);
      sink.frame(buffer);
      buffer.limit(limit).position(start + needed_bytes);
    }
  }

  // Whether nothing is left to skip.
  private boolean skip() {
    int now = Math.min(toSkip_bytes, buffer.remaining());
    buffer.position(buffer.position() + now);
    toSkip_bytes -= now;
    return toSkip_bytes == 0;
  }

  private void makeRoom() {
    // A long message that fills up from the front is not copied at every read.
    if (buffer.position() > 0) buffer.compact();
    else buffer.position(buffer.limit()).limit(buffer.capacity());
    if (buffer.hasRemaining()) return;
    int grown_bytes = (int) Math.min(needed_bytes, 2L * buffer.capacity());
    buffer = direct(grown_bytes).put(buffer.flip());
  }
}
