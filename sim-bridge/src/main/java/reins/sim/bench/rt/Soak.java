package reins.sim.bench.rt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import reins.contract.exchange.Counters;
import reins.contract.exchange.Fault;
import reins.sim.report.JsonLines;

/**
 * Watches the heap of a controller that runs for long: bytes allocated by the control thread and by
 * all threads, heap in use, collections, resident memory.
 *
 * <p>The first two minutes do not count: connections settle, and the last methods are compiled.
 *
 * <p>Threads: one.
 */
final class Soak {
  private static final double SETTLE_s = 120;

  private final List<Sample> samples = new ArrayList<>();
  private final Counters counters;
  private final long pid;
  private final long start_ns = System.nanoTime();
  private double activeShare;

  /** What one look showed. */
  record Sample(
      double at_s,
      long ticks,
      long control_bytes,
      long all_bytes,
      long heap_bytes,
      long gcs,
      long rss_kB,
      long overruns) {}

  Soak(Counters counters, long pid) {
    this.counters = counters;
    this.pid = pid;
  }

  /** Looks once. */
  void look() {
    samples.add(
        new Sample(
            (System.nanoTime() - start_ns) * 1e-9,
            counters.get(Counters.TICKS),
            counters.get(Counters.ALLOCATED_BYTES),
            counters.get(Counters.PROCESS_ALLOCATED_BYTES),
            counters.get(Counters.HEAP_USED_BYTES),
            counters.get(Counters.COLLECTIONS),
            rss_kB(pid),
            counters.get(Integer.numberOfTrailingZeros(Fault.OVERRUN))));
  }

  private static long rss_kB(long pid) {
    Path status = Path.of("/proc/" + pid + "/status");
    try {
      for (String line : Files.readAllLines(status))
        if (line.startsWith("VmRSS:")) return Long.parseLong(line.replaceAll("\\D", ""));
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(status + ": cannot be read", e);
    }
  }

  /** Share of the time in which the controller followed actions. */
  void activeShare(double share) {
    activeShare = share;
  }

  /** How much of so many minutes has passed. */
  double share(double minutes) {
    return samples.getLast().at_s / (60 * minutes);
  }

  /** One line about now. */
  String line() {
    Sample s = samples.getLast();
    return String.format(
        Locale.ROOT,
        "%.0f s: %d ticks, control thread %d bytes, all threads %.1f kB, heap %.1f MB, %d collections,"
            + " resident %.1f MB, %d overruns",
        s.at_s,
        s.ticks,
        s.control_bytes,
        s.all_bytes * 1e-3,
        s.heap_bytes * 1e-6,
        s.gcs,
        s.rss_kB * 1e-3,
        s.overruns);
  }

  /** Growth from the end of the settling time to the last look. */
  Map<String, Object> figures() {
    Sample last = samples.getLast();
    Sample first =
        samples.stream().filter(s -> s.at_s >= SETTLE_s).findFirst().orElse(samples.getFirst());
    double minutes = Math.max(1e-9, (last.at_s - first.at_s) / 60);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("bench", "rt");
    values.put("case", "soak");
    values.put("who", "reins");
    values.put("load", "unloaded");
    values.put("minutes", minutes);
    values.put("ticks", last.ticks - first.ticks);
    values.put("alloc_bytes_per_tick", last.control_bytes / (double) Math.max(1, last.ticks));
    values.put("process_alloc_bytes_per_minute", (last.all_bytes - first.all_bytes) / minutes);
    values.put("heap_growth_MB", (last.heap_bytes - first.heap_bytes) * 1e-6);
    values.put("collections", last.gcs - first.gcs);
    values.put("rss_growth_MB", (last.rss_kB - first.rss_kB) * 1e-3);
    values.put("overruns", last.overruns - first.overruns);
    values.put("active_share", activeShare);
    return values;
  }

  /** Tells what came of it, and appends it where scripts look. */
  void tell(JsonLines lines) {
    Map<String, Object> values = figures();
    values.forEach((key, value) -> System.out.printf("%-32s %s%n", key, value));
    lines.add(values);
  }
}
