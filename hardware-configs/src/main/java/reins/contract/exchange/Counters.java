package reins.contract.exchange;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * The controller's counters and histograms, readable from outside the process while it runs. One
 * writer.
 *
 * <pre>
 *   longs   0..15   one counter per bit of {@link Fault}
 *          16..31   {@link #TICKS} and the others below
 *          64..575  wake-up error histogram, 1 us per bucket, the last collects the rest
 *         576..1087 tick compute time histogram, 1 us per bucket, the last collects the rest
 * </pre>
 */
public final class Counters {
  /** Ticks since start. */
  public static final int TICKS = 16;

  /** Periods that were skipped because a tick was late. */
  public static final int SKIPPED = 17;

  /** Actions admitted. */
  public static final int ACTIONS_ADMITTED = 18;

  /** Largest wake-up error, ns. */
  public static final int WAKEUP_MAX_NS = 19;

  /** Largest compute time, ns. */
  public static final int TICK_MAX_NS = 20;

  /** Bytes the control thread allocated since it was armed. */
  public static final int ALLOCATED_BYTES = 21;

  /** Ticks from an action going stale to mode HOLD, the largest seen. */
  public static final int HOLD_LATENCY_MAX_TICKS = 22;

  /** First bucket of the wake-up histogram. */
  public static final int WAKEUP_US = 64;

  /** First bucket of the compute-time histogram. */
  public static final int TICK_US = 576;

  /** Buckets of a histogram. */
  public static final int BUCKETS = 512;

  static final int LONGS = TICK_US + BUCKETS;
  static final long BYTES = LONGS * 8L;

  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
  private final MemorySegment segment;

  Counters(MemorySegment segment) {
    this.segment = segment;
  }

  /** Adds to a counter. Threads: the writer only. */
  public void add(int index, long amount) {
    long offset = index * 8L;
    LONG.setOpaque(segment, offset, (long) LONG.get(segment, offset) + amount);
  }

  /** Raises a counter to a value if that is larger. Threads: the writer only. */
  public void max(int index, long value) {
    long offset = index * 8L;
    if (value > (long) LONG.get(segment, offset)) LONG.setOpaque(segment, offset, value);
  }

  /** Sets a counter. Threads: the writer only. */
  public void set(int index, long value) {
    LONG.setOpaque(segment, index * 8L, value);
  }

  /**
   * Adds one observation in ns to the histogram that starts at the given index. Threads: the writer
   * only.
   */
  public void record(int histogram, long value_ns) {
    long bucket = Math.clamp(value_ns / 1000, 0, BUCKETS - 1);
    add(histogram + (int) bucket, 1);
  }

  /** A counter's value. Threads: any. */
  public long get(int index) {
    return (long) LONG.getOpaque(segment, index * 8L);
  }

  /**
   * The value in us below which the given share of a histogram lies; the last bucket means "or
   * more". Threads: any.
   */
  public long percentileUs(int histogram, double share) {
    long total = 0;
    for (int i = 0; i < BUCKETS; i++) total += get(histogram + i);
    long wanted = (long) Math.ceil(total * share);
    long seen = 0;
    for (int i = 0; i < BUCKETS; i++) {
      seen += get(histogram + i);
      if (seen >= wanted && total > 0) return i + 1L;
    }
    return 0;
  }
}
