package reins.contract.exchange;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * The controller's counters and histograms, readable from outside the process while it runs. Each
 * has one writer: the loop's thread where nothing else is said.
 *
 * <pre>
 *   longs   0..31   one counter per bit of {@link Fault}
 *          32..63   {@link #TICKS} and the others below
 *          64..87   per {@link Layer}: ticks in which it changed something, sum and largest of the
 *                   amounts in millionths of its unit
 *          96..607  wake-up error histogram, 1 us per bucket, the last collects the rest
 *         608..1119 tick compute time histogram, 1 us per bucket, the last collects the rest
 *        1120..1631 from a tick's beginning until its messages are in the kernel's hands, likewise
 * </pre>
 */
public final class Counters {
  /** Ticks since start. */
  public static final int TICKS = 32;

  /** Periods that were skipped because a tick was late. */
  public static final int SKIPPED = 33;

  /** Actions admitted. */
  public static final int ACTIONS_ADMITTED = 34;

  /** Largest wake-up error, ns. */
  public static final int WAKEUP_MAX_NS = 35;

  /** Largest compute time, ns. */
  public static final int TICK_MAX_NS = 36;

  /** Bytes the control thread allocated since it was armed. */
  public static final int ALLOCATED_BYTES = 37;

  /** Ticks from an action going stale to mode HOLD, the largest seen. */
  public static final int HOLD_LATENCY_MAX_TICKS = 38;

  /** Ticks that the timer began because no robot state came, where states begin them. */
  public static final int TIMER_TICKS = 39;

  /** First of the layers' counts of ticks in which they changed something. */
  public static final int LAYER_TICKS = 64;

  /** First of the layers' sums of amounts, in millionths. */
  public static final int LAYER_SUM = LAYER_TICKS + Layer.COUNT;

  /** First of the layers' largest amounts, in millionths. */
  public static final int LAYER_MAX = LAYER_SUM + Layer.COUNT;

  /** Heap in use, collector's rounding included. Written by the controller's main thread. */
  public static final int HEAP_USED_BYTES = 60;

  /** Bytes that all threads allocated since start. Written by the controller's main thread. */
  public static final int PROCESS_ALLOCATED_BYTES = 61;

  /** Garbage collections since start. Written by the controller's main thread. */
  public static final int COLLECTIONS = 62;

  /** First bucket of the wake-up histogram. */
  public static final int WAKEUP_US = 96;

  /** First bucket of the compute-time histogram. */
  public static final int TICK_US = 608;

  /** First bucket of the histogram of the time until a tick's messages are sent. */
  public static final int SENT_US = 1120;

  /** Buckets of a histogram. */
  public static final int BUCKETS = 512;

  static final int LONGS = SENT_US + BUCKETS;
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

  /**
   * Counts by how much each layer changed something in this tick: zero where it did not. Threads:
   * the writer only.
   */
  public void layers(double[] amounts) {
    for (int i = 0; i < Layer.COUNT; i++) {
      if (!(amounts[i] > 0)) continue;
      long millionths = Math.round(1e6 * Math.min(amounts[i], 1e6));
      add(LAYER_TICKS + i, 1);
      add(LAYER_SUM + i, millionths);
      max(LAYER_MAX + i, millionths);
    }
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
