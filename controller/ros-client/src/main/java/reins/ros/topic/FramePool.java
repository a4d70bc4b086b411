package reins.ros.topic;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * A publisher's few direct frames, used in turn: a socket takes an image from one at once and
 * without a copy, and thirty images a second do not wander through the heap and its caches.
 *
 * <p>Bounds: {@link #MAX_FRAMES} of at most {@link #MAX_DIRECT_BYTES}; while they are all with slow
 * subscribers, and for longer messages, frames are the heap's.
 *
 * <p>Threads: any.
 */
final class FramePool {
  static final int MAX_FRAMES = 4;
  static final int MAX_DIRECT_BYTES = 4 << 20;

  private final Queue<Frame> free = new ArrayDeque<>();
  private int made;

  /** A frame of {@code size} bytes whose only holder is the caller. */
  synchronized Frame take(int size) {
    if (size > MAX_DIRECT_BYTES) return heap(size);
    Frame frame = free.poll();
    if (frame != null && frame.capacity() >= size) return frame.begin(size);
    // One that is too small gives way to what the topic's messages have become: twice as much each
    // time, because what a collector has to free of it comes late.
    if (frame != null) made--;
    if (made == MAX_FRAMES) return heap(size);
    made++;
    int capacity = Integer.highestOneBit(size - 1) << 1;
    return new Frame(this, ByteBuffer.allocateDirect(capacity)).begin(size);
  }

  private Frame heap(int size) {
    return new Frame(this, ByteBuffer.allocate(size)).begin(size);
  }

  synchronized void give(Frame frame) {
    if (frame.isDirect()) free.add(frame);
  }
}
