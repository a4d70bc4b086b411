package reins.sim.report;

import java.util.Arrays;
import java.util.Random;

/** Interval estimates: what a handful of trials or seeds allows one to say. */
public final class Intervals {
  private static final int RESAMPLES = 2000;

  private Intervals() {}

  /** An estimate with its 95 % interval. */
  public record Interval(double value, double low, double high) {}

  /**
   * Success ratio of k out of n trials with Wilson's 95 % interval.
   *
   * <p>Source: Wilson 1927; Agresti and Coull 1998, eq. 2.
   */
  public static Interval wilson(int k, int n) {
    if (n == 0) return new Interval(Double.NaN, 0, 1);
    double z = 1.959963984540054;
    double p = (double) k / n;
    // center = (p + z^2/2n) / (1 + z^2/n);  half = z sqrt(p(1-p)/n + z^2/4n^2) / (1 + z^2/n)
    double scale = 1 + z * z / n;
    double center = (p + z * z / (2.0 * n)) / scale;
    double half = z * Math.sqrt(p * (1 - p) / n + z * z / (4.0 * n * n)) / scale;
    return new Interval(p, Math.max(0, center - half), Math.min(1, center + half));
  }

  /** Mean of the middle half of the values, the ends weighted where n is not a multiple of four. */
  public static double interquartileMean(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double n = sorted.length;
    double sum = 0;
    for (int i = 0; i < sorted.length; i++) {
      // Overlap of [i, i+1] with [n/4, 3n/4].
      double weight = Math.max(0, Math.min(i + 1, 0.75 * n) - Math.max(i, 0.25 * n));
      sum += weight * sorted[i];
    }
    return sum / (n / 2);
  }

  /**
   * Interquartile mean over seeds with its 95 % percentile bootstrap interval.
   *
   * <p>Source: Agarwal et al. 2021, "Deep RL at the Edge of the Statistical Precipice", section 4.
   */
  public static Interval overSeeds(double[] values) {
    Random random = new Random(0);
    double[] estimates = new double[RESAMPLES];
    double[] resample = new double[values.length];
    for (int r = 0; r < RESAMPLES; r++) {
      for (int i = 0; i < values.length; i++) resample[i] = values[random.nextInt(values.length)];
      estimates[r] = interquartileMean(resample);
    }
    Arrays.sort(estimates);
    return new Interval(
        interquartileMean(values),
        estimates[(int) (0.025 * RESAMPLES)],
        estimates[(int) (0.975 * RESAMPLES)]);
  }
}
