package reins.learner.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether memory stays flat over many updates. */
final class Soak {
  private static final int WARM_UP = 500;
  private static final int SAMPLES = 20;

  private Soak() {}

  /** What the process holds. */
  private record Memory(double heap_MB, double rss_MB) {
    static Memory now() {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      return new Memory(
          (runtime.totalMemory() - runtime.freeMemory()) / 1e6, resident_kB() / 1e3 * 1.024);
    }

    private static long resident_kB() {
      try (var lines = Files.lines(Path.of("/proc/self/status"))) {
        String line = lines.filter(l -> l.startsWith("VmRSS:")).findFirst().orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", ""));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Runs so many updates and says now and then what the process holds. */
  static void run(String name, Runnable update, int updates, Report report) {
    for (int i = 0; i < WARM_UP; i++) update.run();
    Memory start = Memory.now();
    report.say(
        "%s soak: at the start heap %.1f MB, rss %.1f MB", name, start.heap_MB, start.rss_MB);
    Memory now = start;
    for (int sample = 1; sample <= SAMPLES; sample++) {
      for (int i = 0; i < updates / SAMPLES; i++) update.run();
      now = Memory.now();
      report.say(
          "%s soak: after %d updates heap %.1f MB, rss %.1f MB",
          name, sample * (updates / SAMPLES), now.heap_MB, now.rss_MB);
    }
    ObjectNode line = Report.line(name + "_soak", "reins").put("updates", updates);
    line.put("heap_start_MB", start.heap_MB).put("heap_end_MB", now.heap_MB);
    line.put("rss_start_MB", start.rss_MB).put("rss_end_MB", now.rss_MB);
    report.add(line.put("rss_growth_MB", now.rss_MB - start.rss_MB));
  }
}
