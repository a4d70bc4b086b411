package reins.ros.bench;

import java.util.Arrays;

/** Times of one run and their percentiles; recording allocates nothing. */
final class Samples {
  private final long[] time_ns;

  Samples(int count) {
    time_ns = new long[count];
    Arrays.fill(time_ns, -1);
  }

  void record(int index, long elapsed_ns) {
    if (index >= 0 && index < time_ns.length) time_ns[index] = elapsed_ns;
  }

  /** One line that the parent process reads. */
  String result(long allocated_bytes) {
    long[] seen = Arrays.stream(time_ns).filter(time -> time >= 0).sorted().toArray();
    if (seen.length == 0) throw new IllegalStateException("no answer came");
    return String.format(
        java.util.Locale.ROOT,
        "RESULT p50_us=%.3f p99_us=%.3f lost=%d alloc=%.4f",
        seen[seen.length / 2] * 1e-3,
        seen[(int) (seen.length * 99L / 100)] * 1e-3,
        time_ns.length - seen.length,
        (double) allocated_bytes / time_ns.length);
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : 0.5 * (sorted[middle - 1] + sorted[middle]);
  }
}
