package reins.contract.exchange;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * The newest value of one writer for any reader: four copies and an index, so that a reader
 * succeeds even while the writer has lost its core in the middle of the next copy.
 *
 * <pre>
 *   0        8                 64                                64 + 4 * stride
 *   | latest | pad              | copy 0 | copy 1 | copy 2 | copy 3 |
 *                               each copy: | seq | payload |
 * </pre>
 *
 * <p>The writer marks the next copy's seq, fills it, and only then moves {@code latest}; a reader
 * that finds a copy's seq changed after reading was overtaken four times and tries again, a bounded
 * number of times.
 *
 * <p>Threads: one writer; any number of readers in this or other processes.
 */
final class Slot {
  private static final int COPIES = 4;
  private static final int HEADER_BYTES = 64;
  private static final int TRIES = 8;
  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

  private final MemorySegment segment;
  private final long stride;

  Slot(MemorySegment segment, long payloadBytes) {
    this.segment = segment;
    this.stride = stride(payloadBytes);
  }

  static long bytes(long payloadBytes) {
    return HEADER_BYTES + COPIES * stride(payloadBytes);
  }

  private static long stride(long payloadBytes) {
    return (8 + payloadBytes + 63) & ~63L;
  }

  /**
   * Starts the next copy; the caller fills the payload at the returned offset and then calls {@link
   * #publish}.
   */
  long begin() {
    long next = (long) LONG.getOpaque(segment, 0L) + 1;
    long copy = copyOf(next);
    LONG.setOpaque(segment, copy, next);
    VarHandle.releaseFence();
    return copy + 8;
  }

  /** Makes the copy begun last the newest. */
  void publish() {
    LONG.setRelease(segment, 0L, (long) LONG.getOpaque(segment, 0L) + 1);
  }

  /** Number of values published; 0: none yet. */
  long latest() {
    return (long) LONG.getAcquire(segment, 0L);
  }

  /** Offset of a published value's payload. */
  long payload(long number) {
    return copyOf(number) + 8;
  }

  /** Whether the payload just read is the value of that number, whole. */
  boolean intact(long number) {
    VarHandle.acquireFence();
    return (long) LONG.getOpaque(segment, copyOf(number)) == number;
  }

  /** How often a reader may try again. */
  static int tries() {
    return TRIES;
  }

  private long copyOf(long number) {
    return HEADER_BYTES + (number & (COPIES - 1)) * stride;
  }
}
