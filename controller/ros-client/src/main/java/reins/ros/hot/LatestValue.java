package reins.ros.hot;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Supplier;

/**
 * Hands the newest value from one writer to one reader: three slots, one at each end and one
 * between them, which either side takes by a single atomic exchange. Neither ever waits, and
 * neither ever sees the slot that the other holds.
 *
 * <p>Threads: one writer, one reader. Allocates nothing after construction.
 */
final class LatestValue<T> {
  private static final int INDEX = 3;
  private static final int FRESH = 4;
  private static final VarHandle BETWEEN;
  private static final VarHandle SUPERSEDED;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      BETWEEN = lookup.findVarHandle(LatestValue.class, "between", int.class);
      SUPERSEDED = lookup.findVarHandle(LatestValue.class, "superseded", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final T written;
  private final T middle;
  private final T read;
  private int writer;
  private int reader = 2;

  @SuppressWarnings("unused") // Through BETWEEN.
  private int between = 1;

  private long superseded;

  LatestValue(Supplier<T> slot) {
    written = slot.get();
    middle = slot.get();
    read = slot.get();
  }

  private T slot(int index) {
    return index == 0 ? written : index == 1 ? middle : read;
  }

  /** The slot that the writer may fill. */
  T back() {
    return slot(writer);
  }

  /**
   * Makes the filled slot the newest value; an older one that was never read counts as superseded.
   */
  void publish() {
    int old = (int) BETWEEN.getAndSet(this, writer | FRESH);
    if ((old & FRESH) != 0) SUPERSEDED.setOpaque(this, superseded + 1);
    writer = old & INDEX;
  }

  /** Whether a value waits that the reader has not taken. */
  boolean fresh() {
    return ((int) BETWEEN.getVolatile(this) & FRESH) != 0;
  }

  /**
   * Takes the newest value; false when there is none since the last time, and {@link #front} stays
   * as it is.
   */
  boolean poll() {
    if (!fresh()) return false;
    reader = (int) BETWEEN.getAndSet(this, reader) & INDEX;
    return true;
  }

  /** The value last taken, the reader's own until it polls again. */
  T front() {
    return slot(reader);
  }

  /** Values that were replaced before they were read. */
  long superseded() {
    return (long) SUPERSEDED.getOpaque(this);
  }
}
