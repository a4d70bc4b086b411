package reins.sim.bench.rt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Counts the interrupts of devices (disk, network) on a core: each takes it away from whoever runs
 * there, a control thread too, for microseconds or much more. Timers and other cores' calls are not
 * counted.
 *
 * <p>Threads: one.
 */
final class DeviceInterrupts {
  private static final Path INTERRUPTS = Path.of("/proc/interrupts");

  private final int cpu;
  private final long before;

  /** Counts from now on. */
  DeviceInterrupts(int cpu) {
    this.cpu = cpu;
    before = read();
  }

  /** So many since then. */
  double since() {
    return read() - before;
  }

  private long read() {
    try {
      return sum(Files.readAllLines(INTERRUPTS), cpu);
    } catch (IOException e) {
      throw new UncheckedIOException(INTERRUPTS + ": cannot be read", e);
    }
  }

  /** Sum over the lines of devices, which have numbers where others have names. */
  static long sum(List<String> lines, int cpu) {
    long sum = 0;
    for (String line : lines) {
      String[] words = line.strip().split(" +");
      if (words.length > cpu + 1 && words[0].matches("\\d+:") && words[cpu + 1].matches("\\d+"))
        sum += Long.parseLong(words[cpu + 1]);
    }
    return sum;
  }
}
