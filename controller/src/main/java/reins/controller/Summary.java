package reins.controller;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import reins.contract.exchange.Counters;
import reins.contract.exchange.Exchange;
import reins.contract.exchange.Fault;
import reins.contract.exchange.Mode;
import reins.contract.exchange.StateFrame;
import reins.controller.loop.Pace;

/**
 * The words and numbers in which the process says how its loop fares. Threads: any but the loop's.
 */
final class Summary {
  private final Exchange exchange;
  private final IntFunction<String> faultNames;
  private final StateFrame frame = new StateFrame();
  private final StringBuilder line = new StringBuilder(1024);

  Summary(Exchange exchange, IntFunction<String> faultNames) {
    this.exchange = exchange;
    this.faultNames = faultNames;
  }

  /**
   * One line about a loop that runs: the same object every time, made without a byte of garbage.
   */
  CharSequence status() {
    Counters c = exchange.counters();
    exchange.latestState(frame);
    line.setLength(0);
    line.append(Mode.of(frame.mode)).append(", ").append(c.get(Counters.TICKS)).append(" ticks");
    percentiles("tick", Counters.TICK_US);
    percentiles("sent", Counters.SENT_US);
    percentiles("wake-up", Counters.WAKEUP_US);
    line.append(", skipped ").append(c.get(Counters.SKIPPED));
    faults();
    return line;
  }

  private void percentiles(String name, int histogram) {
    Counters c = exchange.counters();
    line.append(", ").append(name).append(" p50 ").append(c.percentileUs(histogram, 0.5));
    line.append(" us p99.9 ").append(c.percentileUs(histogram, 0.999)).append(" us");
  }

  private void faults() {
    String before = ", faults: ";
    for (int bit = 0; bit < Fault.COUNT; bit++) {
      long count = exchange.counters().get(bit);
      if (count == 0) continue;
      line.append(before).append(faultNames.apply(bit)).append(' ').append(count);
      before = ", ";
    }
  }

  /** One line about a loop that has ended. */
  String last(Pace pace) {
    Counters c = exchange.counters();
    return String.format(
        Locale.ROOT,
        "%d armed ticks; wake-up p50 %.1f p99 %.1f p99.9 %.1f p99.99 %.1f max %.1f us; tick p99.9 %.1f"
            + " us, sent p99.9 %.1f us; overruns %d; %.3f bytes/tick; holds %d (at most %d ticks after going stale)",
        pace.armedTicks(),
        us(pace.wakeup_ns(), 50),
        us(pace.wakeup_ns(), 99),
        us(pace.wakeup_ns(), 99.9),
        us(pace.wakeup_ns(), 99.99),
        us(pace.wakeup_ns(), 100),
        us(pace.compute_ns(), 99.9),
        us(pace.sent_ns(), 99.9),
        counted(Fault.OVERRUN),
        bytesPerTick(pace),
        counted(Fault.ACTION_STALE),
        c.get(Counters.HOLD_LATENCY_MAX_TICKS));
  }

  /**
   * The same as a JSON line with the keys of the real-time bench; the JVM does not tell its
   * safepoints.
   */
  String json(Pace pace, String rig) {
    return String.format(
        Locale.ROOT,
        "{\"bench\":\"rt\",\"case\":\"%s\",\"who\":\"reins\",\"load\":\"as found\",\"ticks\":%d,"
            + "\"wakeup_p50_us\":%.3f,\"wakeup_p99_us\":%.3f,\"wakeup_p99_9_us\":%.3f,"
            + "\"wakeup_p99_99_us\":%.1f,\"wakeup_max_us\":%.1f,\"overruns\":%d,"
            + "\"tick_p99_9_us\":%.1f,\"alloc_bytes_per_tick\":%.3f,\"safepoint_max_us\":null,"
            + "\"holds\":%d,\"hold_latency_max_ticks\":%d,\"tick_p50_us\":%.1f,\"tick_max_us\":%.1f,"
            + "\"sent_p50_us\":%.1f,\"sent_p99_9_us\":%.1f,"
            + "\"skipped\":%d,\"overrun_at_ns\":%s,\"overrun_late_us\":%s,\"overrun_took_us\":%s}",
        rig.replaceAll("[^A-Za-z0-9_.-]", "_"),
        pace.armedTicks(),
        us(pace.wakeup_ns(), 50),
        us(pace.wakeup_ns(), 99),
        us(pace.wakeup_ns(), 99.9),
        us(pace.wakeup_ns(), 99.99),
        us(pace.wakeup_ns(), 100),
        counted(Fault.OVERRUN),
        us(pace.compute_ns(), 99.9),
        bytesPerTick(pace),
        counted(Fault.ACTION_STALE),
        exchange.counters().get(Counters.HOLD_LATENCY_MAX_TICKS),
        us(pace.compute_ns(), 50),
        us(pace.compute_ns(), 100),
        us(pace.sent_ns(), 50),
        us(pace.sent_ns(), 99.9),
        exchange.counters().get(Counters.SKIPPED),
        list(pace, i -> pace.overruns().at_ns(i)),
        list(pace, i -> pace.overruns().late_ns(i) / 1000),
        list(pace, i -> pace.overruns().took_ns(i) / 1000));
  }

  private static String list(Pace pace, IntToLongFunction value) {
    return Arrays.toString(IntStream.range(0, pace.overruns().kept()).mapToLong(value).toArray());
  }

  private long counted(int fault) {
    return exchange.counters().get(Integer.numberOfTrailingZeros(fault));
  }

  private double bytesPerTick(Pace pace) {
    return exchange.counters().get(Counters.ALLOCATED_BYTES)
        / (double) Math.max(1, pace.armedTicks());
  }

  private static double us(Histogram histogram_ns, double percentile) {
    return histogram_ns.getTotalCount() == 0
        ? 0
        : histogram_ns.getValueAtPercentile(percentile) * 1e-3;
  }
}
