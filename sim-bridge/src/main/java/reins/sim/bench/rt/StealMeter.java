package reins.sim.bench.rt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches how much time the host takes away from a core of this virtual machine ({@code steal} in
 * /proc/stat), so that a late tick can be laid beside it. The kernel tells it in steps of 10 ms: a
 * theft of 3 ms shows in three of ten cases, one of 10 ms always.
 *
 * <p>Threads: its own samples; questions from any.
 */
final class StealMeter implements AutoCloseable {
  private static final Path STAT = Path.of("/proc/stat");
  private static final int STEAL = 8;
  private static final double STEP_ms = 10;
  private static final long EVERY_ns = 10_000_000;

  /** How far from a tick a step of the counter may lie: one step of sampling, one of the kernel. */
  private static final long NEAR_ns = 2 * EVERY_ns;

  private final String prefix;
  private final ConcurrentSkipListMap<Long, Long> steps = new ConcurrentSkipListMap<>();
  private final long before;
  private final Thread thread;
  private volatile boolean stopping;

  /** Begins to watch this core. */
  StealMeter(int cpu) {
    prefix = "cpu" + cpu + " ";
    before = read();
    thread = Thread.ofPlatform().name("steal").daemon().start(this::watch);
  }

  private void watch() {
    long last = before;
    while (!stopping) {
      long now = read();
      if (now != last) steps.put(System.nanoTime(), now);
      last = now;
      LockSupport.parkNanos(EVERY_ns);
    }
  }

  private long read() {
    try {
      return steal(Files.readAllLines(STAT), prefix);
    } catch (IOException e) {
      throw new UncheckedIOException(STAT + ": cannot be read", e);
    }
  }

  /** The counter of the core whose line begins so. */
  static long steal(List<String> lines, String prefix) {
    for (String line : lines)
      if (line.startsWith(prefix)) return Long.parseLong(line.split(" +")[STEAL]);
    throw new CannotMeasure(STAT + ": no line of " + prefix.strip());
  }

  /** Time stolen in all. */
  double ms() {
    return steps.isEmpty() ? 0 : (steps.lastEntry().getValue() - before) * STEP_ms;
  }

  /** Whether time was stolen about then. */
  boolean stole(long from_ns, long to_ns) {
    return !steps.subMap(from_ns - NEAR_ns, to_ns + NEAR_ns).isEmpty();
  }

  @Override
  public void close() {
    stopping = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
