package reins.learner.replay;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of equal length outside the Java heap, where the collector neither moves nor counts them;
 * memory is taken slab by slab as rows are first used, and given back when nobody holds this.
 *
 * <p>Threads: one writer; readers where nobody writes.
 */
final class Slabs {
  private static final long SLAB_BYTES = 8L << 20;
  private static final long ALIGNMENT = 64;

  private final Arena arena = Arena.ofAuto();
  private final List<MemorySegment> slabs = new ArrayList<>();
  private final long rowBytes;
  private final long rowsPerSlab;

  /** No memory yet, for at most so many rows. */
  Slabs(long rowBytes, long rows) {
    this.rowBytes = rowBytes;
    rowsPerSlab = Math.clamp(SLAB_BYTES / rowBytes, 1, rows);
  }

  /** The slab with a row that has been used before. */
  MemorySegment slab(long row) {
    return slabs.get((int) (row / rowsPerSlab));
  }

  /** Where in its slab a row begins, in bytes. */
  long at(long row) {
    return row % rowsPerSlab * rowBytes;
  }

  /** Takes the memory of a row, and of all before it. */
  void grow(long row) {
    while (slabs.size() <= row / rowsPerSlab)
      slabs.add(arena.allocate(rowsPerSlab * rowBytes, ALIGNMENT));
  }

  /** Bytes taken. */
  long bytes() {
    return slabs.size() * rowsPerSlab * rowBytes;
  }

  /** What this machine can still give, in bytes. */
  static long available() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/meminfo")))
        if (line.startsWith("MemAvailable:"))
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
    } catch (IOException e) {
      return Long.MAX_VALUE; // not Linux: taking the memory will tell
    }
    return Long.MAX_VALUE;
  }
}
