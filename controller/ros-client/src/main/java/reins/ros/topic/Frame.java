package reins.ros.topic;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One encoded message on its way to several subscribers; its bytes are used again when the last of
 * them is through with it.
 *
 * <p>Threads: any hold and release it; the bytes do not change while anybody holds it.
 */
final class Frame {
  private final FramePool pool;
  private final ByteBuffer bytes;
  private final AtomicInteger holders = new AtomicInteger();
  private int length;

  /**
   * @param pool where it goes in the end
   */
  Frame(FramePool pool, ByteBuffer bytes) {
    this.pool = pool;
    this.bytes = bytes;
  }

  int capacity() {
    return bytes.capacity();
  }

  boolean isDirect() {
    return bytes.isDirect();
  }

  /** Makes the caller its only holder. */
  Frame begin(int size) {
    holders.set(1);
    length = size;
    return this;
  }

  /** From the first byte to the last, with a position of its own. */
  ByteBuffer view() {
    return bytes.duplicate().clear().limit(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  Frame hold() {
    holders.incrementAndGet();
    return this;
  }

  void release() {
    if (holders.decrementAndGet() == 0) pool.give(this);
  }
}
