package reins.learner.bench;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Contenders asked in turn, round after round, so that whatever disturbs the machine hits all. */
final class Rounds {
  private static final int WARM_UP_ROUNDS = 3;
  private static final int TRIAL_ROUNDS = 3;
  private static final int SETTLE_MS = 40;

  private Rounds() {}

  /**
   * Median and quartiles.
   *
   * @param low first quartile
   * @param high third quartile
   */
  record Spread(double median, double low, double high) {
    static Spread of(double[] values) {
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      int last = sorted.length - 1;
      return new Spread(
          sorted[sorted.length / 2], sorted[last / 4], sorted[(int) Math.ceil(0.75 * last)]);
    }
  }

  /** The update times of all contenders: [contender][round]. */
  static double[][] alternate(List<Contender> contenders, int rounds, int updates) {
    double[][] update_ms = new double[contenders.size()][rounds];
    for (int round = -WARM_UP_ROUNDS; round < rounds; round++)
      for (int c = 0; c < update_ms.length; c++) {
        settle();
        double took_ms = contenders.get(c).update_ms(updates);
        if (round >= 0) update_ms[c][round] = took_ms;
      }
    return update_ms;
  }

  /** The thread pools of whoever came before spin for some milliseconds after their last work. */
  private static void settle() {
    try {
      Thread.sleep(SETTLE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Who of them is the fastest, by the median of a few rounds. */
  static <T extends Contender> T fastest(List<T> contenders, int updates) {
    double[][] update_ms = alternate(List.copyOf(contenders), TRIAL_ROUNDS, updates);
    return contenders.stream()
        .min(Comparator.comparingDouble(c -> Spread.of(update_ms[contenders.indexOf(c)]).median()))
        .orElseThrow();
  }

  /** Round by round, one time divided by the other. */
  static Spread ratio(double[] ours_ms, double[] theirs_ms) {
    double[] ratios = new double[ours_ms.length];
    Arrays.setAll(ratios, round -> ours_ms[round] / theirs_ms[round]);
    return Spread.of(ratios);
  }
}
