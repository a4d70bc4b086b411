package reins.controller;

import com.sun.management.ThreadMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import reins.contract.exchange.Counters;

/**
 * Tells how the process's heap fares: once armed it should not move.
 *
 * <p>Threads: the process's main thread. Allocates nothing after its first reading.
 */
final class HeapGauge {
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final GarbageCollectorMXBean[] collectors =
      ManagementFactory.getGarbageCollectorMXBeans().toArray(new GarbageCollectorMXBean[0]);
  private final Counters counters;

  HeapGauge(Counters counters) {
    this.counters = counters;
  }

  /** Reads once. */
  void read() {
    Runtime jvm = Runtime.getRuntime();
    counters.set(Counters.HEAP_USED_BYTES, jvm.totalMemory() - jvm.freeMemory());
    counters.set(Counters.PROCESS_ALLOCATED_BYTES, threads.getTotalThreadAllocatedBytes());
    long collections = 0;
    for (GarbageCollectorMXBean collector : collectors)
      collections += collector.getCollectionCount();
    counters.set(Counters.COLLECTIONS, collections);
  }
}
