package reins.sim.bench.rt;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reins.contract.config.RigConfig;

/**
 * One run of {@code cyclictest} at the control thread's priority, period and core: the floor that a
 * thread of this machine meets which does nothing but sleep.
 *
 * <p>Its histogram is asked for in nanoseconds and ends at one millisecond; later cycles are
 * counted.
 */
final class Cyclictest {
  private static final int BUCKETS_ns = 1_000_000;

  private final List<String> command;

  Cyclictest(RigConfig.ControlConfig control, int cpu, int seconds) {
    command =
        List.of(
            "cyclictest",
            "--mlockall",
            "--quiet",
            "--nsecs",
            "--threads=1",
            "--affinity=" + cpu,
            "--priority=" + control.priority(),
            "--interval=" + control.periodNs() / 1000,
            "--duration=" + seconds,
            "--histogram=" + BUCKETS_ns);
  }

  /** Runs it. Errors: {@link CannotMeasure} where it is absent or not permitted. */
  Map<String, Double> run() {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      List<String> words = new ArrayList<>();
      Histogram histogram = new Histogram();
      try (BufferedReader lines = process.inputReader()) {
        for (String line = lines.readLine(); line != null; line = lines.readLine())
          if (!histogram.read(line)) words.add(line);
      }
      if (process.waitFor() != 0 || histogram.total == 0)
        throw new CannotMeasure("cyclictest failed: " + String.join(" ", words));
      return histogram.figures();
    } catch (IOException e) {
      throw new CannotMeasure("no cyclictest: apt-get install rt-tests (" + e.getMessage() + ")");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotMeasure("interrupted");
    }
  }

  /** The lines of its histogram: {@code 012345 000002}, latency and count. */
  static final class Histogram {
    private static final String MAX = "# Max Latencies: ";
    private static final String OVERFLOWS = "# Histogram Overflows: ";

    private final int[] counts = new int[BUCKETS_ns];
    private long total;
    private long overflows;
    private long max_ns;

    /** Takes a line in; returns whether it was one of the histogram's. */
    boolean read(String line) {
      if (line.startsWith(MAX)) max_ns = Long.parseLong(line.substring(MAX.length()).strip());
      else if (line.startsWith(OVERFLOWS))
        overflows = Long.parseLong(line.substring(OVERFLOWS.length()).strip());
      else if (!line.isEmpty() && Character.isDigit(line.charAt(0))) bucket(line);
      else return line.startsWith("#") || line.isBlank();
      return true;
    }

    private void bucket(String line) {
      int space = line.indexOf(' ');
      int count = Integer.parseInt(line.substring(space + 1).strip());
      counts[Integer.parseInt(line.substring(0, space))] += count;
      total += count;
    }

    /** Beyond the histogram a percentile is the largest latency. */
    double percentile_us(double share) {
      long wanted = (long) Math.ceil((total + overflows) * share);
      long seen = 0;
      for (int ns = 0; ns < BUCKETS_ns; ns++) {
        seen += counts[ns];
        if (seen >= wanted) return ns * 1e-3;
      }
      return max_ns * 1e-3;
    }

    Map<String, Double> figures() {
      Map<String, Double> figures = new LinkedHashMap<>();
      figures.put("wakeup_p50_us", percentile_us(0.5));
      figures.put("wakeup_p99_us", percentile_us(0.99));
      figures.put("wakeup_p99_9_us", percentile_us(0.999));
      figures.put("wakeup_p99_99_us", percentile_us(0.9999));
      figures.put("wakeup_max_us", max_ns * 1e-3);
      figures.put("overruns", (double) overflows);
      return figures;
    }
  }
}
