package reins.learner.dataset;

import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How often each value of each colour occurs in some images: all that their statistics need. */
final class ColourCounts {
  private static final int VALUES = 256;

  private final long[][] counts = new long[Images.COLOURS][VALUES];
  private long images;

  void add(byte[] rgb) {
    for (int i = 0; i < rgb.length; i++) counts[i % Images.COLOURS][rgb[i] & 255]++;
    images++;
  }

  void add(ColourCounts other) {
    for (int c = 0; c < Images.COLOURS; c++)
      for (int v = 0; v < VALUES; v++) counts[c][v] += other.counts[c][v];
    images += other.images;
  }

  long images() {
    return images;
  }

  /** One number for each colour as LeRobot nests them: [[[r]], [[g]], [[b]]], of values 0 to 1. */
  String nested(String statistic) {
    return IntStream.range(0, Images.COLOURS)
        .mapToObj(c -> "[[%.17e]]".formatted(of(statistic).applyAsDouble(counts[c])))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static ToDoubleFunction<long[]> of(String statistic) {
    return switch (statistic) {
      case "min" -> n -> quantile(n, 0);
      case "max" -> n -> quantile(n, 1);
      case "mean" -> n -> moment(n, 0, 1);
      case "std" -> n -> Math.sqrt(moment(n, moment(n, 0, 1), 2));
      default -> n -> quantile(n, Integer.parseInt(statistic.substring(1)) / 100.0);
    };
  }

  /** The least value that at least so large a share does not exceed. */
  private static double quantile(long[] n, double share) {
    long all = 0;
    for (long count : n) all += count;
    double wanted = Math.max(1, share * all);
    long seen = 0;
    for (int v = 0; v < VALUES; v++) {
      seen += n[v];
      if (seen >= wanted) return v / 255.0;
    }
    return 1;
  }

  private static double moment(long[] n, double centre, int power) {
    double sum = 0;
    long all = 0;
    for (int v = 0; v < VALUES; v++) {
      sum += n[v] * Math.pow(v / 255.0 - centre, power);
      all += n[v];
    }
    return sum / all;
  }
}
