package reins.sim.report;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

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

  /**
   * Mean of the middle half of the values, the ends weighted where n is not a multiple of four;
   * infinite where an infinite value lies in that half.
   */
  public static double interquartileMean(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double n = sorted.length;
    double sum = 0;
    for (int i = 0; i < sorted.length; i++) {
      // Overlap of [i, i+1] with [n/4, 3n/4].
      double weight = Math.min(i + 1, 0.75 * n) - Math.max(i, 0.25 * n);
      if (weight > 0) sum += weight * sorted[i];
    }
    return sum / (n / 2);
  }

  /**
   * Interquartile mean over seeds with its 95 % percentile bootstrap interval.
   *
   * <p>Source: Agarwal et al. 2021, "Deep RL at the Edge of the Statistical Precipice", section 4.
   */
  public static Interval overSeeds(double[] values) {
    return stratified(new double[][] {values}, Intervals::middle);
  }

  /**
   * Interquartile mean over the runs of all tasks with its 95 % percentile bootstrap interval; each
   * task's runs are drawn from its own, so that every resample has every task.
   *
   * <p>Source: Agarwal et al. 2021, section 4.1 (stratified bootstrap) and 4.3 (IQM).
   *
   * @param runs [tasks, seeds of the task]
   */
  public static Interval overTasks(double[][] runs) {
    return stratified(runs, Intervals::middle);
  }

  /**
   * How likely a run of x is better than a run of y, averaged over tasks, ties half.
   *
   * <p>Source: Agarwal et al. 2021, section 4.3 (probability of improvement).
   *
   * @param x [tasks, seeds]
   * @param y [tasks, seeds], the same tasks
   */
  public static Interval improvement(double[][] x, double[][] y) {
    double[][] both = Stream.concat(Stream.of(x), Stream.of(y)).toArray(double[][]::new);
    return stratified(
        both,
        runs -> {
          double sum = 0;
          for (int task = 0; task < x.length; task++)
            sum += better(runs[task], runs[x.length + task]);
          return sum / x.length;
        });
  }

  private static double better(double[] x, double[] y) {
    double sum = 0;
    for (double a : x) for (double b : y) sum += a > b ? 1 : a == b ? 0.5 : 0;
    return sum / (x.length * y.length);
  }

  private static double middle(double[][] runs) {
    return interquartileMean(Arrays.stream(runs).flatMapToDouble(Arrays::stream).toArray());
  }

  private static Interval stratified(double[][] runs, ToDoubleFunction<double[][]> estimate) {
    Random random = new Random(0);
    double[] estimates = new double[RESAMPLES];
    double[][] resample = Arrays.stream(runs).map(double[]::clone).toArray(double[][]::new);
    for (int r = 0; r < RESAMPLES; r++) {
      for (int task = 0; task < runs.length; task++)
        for (int i = 0; i < runs[task].length; i++)
          resample[task][i] = runs[task][random.nextInt(runs[task].length)];
      estimates[r] = estimate.applyAsDouble(resample);
    }
    Arrays.sort(estimates);
    return new Interval(
        estimate.applyAsDouble(runs),
        estimates[(int) (0.025 * RESAMPLES)],
        estimates[(int) (0.975 * RESAMPLES)]);
  }
}
