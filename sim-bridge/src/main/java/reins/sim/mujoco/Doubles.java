package reins.sim.mujoco;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import java.lang.foreign.MemorySegment;

/**
 * A fixed-length array of doubles inside MuJoCo's memory, read and written in place.
 *
 * <p>Threads: the one that steps its state. Errors: an index outside the array, or a closed state,
 * is an exception.
 */
public final class Doubles {
  private final MemorySegment memory;

  Doubles(MemorySegment memory) {
    this.memory = memory;
  }

  /** Number of elements. */
  public int length() {
    return (int) (memory.byteSize() / Double.BYTES);
  }

  /** Element i. */
  public double get(int i) {
    return memory.getAtIndex(JAVA_DOUBLE, i);
  }

  /** Sets element i. */
  public void set(int i, double value) {
    memory.setAtIndex(JAVA_DOUBLE, i, value);
  }

  /**
   * Copies {@code n} elements out.
   *
   * @param from first element here
   * @param out written from {@code at} on
   */
  public void read(int from, double[] out, int at, int n) {
    MemorySegment.copy(memory, JAVA_DOUBLE, (long) from * Double.BYTES, out, at, n);
  }

  /**
   * Copies {@code n} elements in.
   *
   * @param to first element here
   */
  public void write(int to, double[] in, int at, int n) {
    MemorySegment.copy(in, at, memory, JAVA_DOUBLE, (long) to * Double.BYTES, n);
  }

  /** Sets every element to zero. */
  public void clear() {
    memory.fill((byte) 0);
  }

  MemorySegment memory() {
    return memory;
  }
}
