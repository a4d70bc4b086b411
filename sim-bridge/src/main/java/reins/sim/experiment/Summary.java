package reins.sim.experiment;

import java.util.List;
import java.util.function.ToDoubleFunction;
import reins.sim.report.Intervals;

/** What the seeds of one contender on one task amount to. */
record Summary(String task, Contender contender, List<Outcome> runs) {
  /** A share of starts that counts as having learned the task. */
  static final double GOOD = 0.80;

  /** A share of starts that counts as having mastered it. */
  static final double MASTERED = 0.95;

  /** Share of unseen starts that the last policies solve. */
  Intervals.Interval success() {
    return Intervals.overSeeds(scores());
  }

  double[] scores() {
    return values(Outcome::success_ratio);
  }

  /** Interquartile mean over the seeds with its interval; infinite as in {@link #middle}. */
  Intervals.Interval interval(ToDoubleFunction<Outcome> value) {
    return Intervals.overSeeds(values(value));
  }

  /** Interquartile mean over the seeds; infinite where too few of them got there. */
  double middle(ToDoubleFunction<Outcome> value) {
    return Intervals.interquartileMean(values(value));
  }

  double[] values(ToDoubleFunction<Outcome> value) {
    return runs.stream()
        .mapToDouble(value)
        .map(v -> Double.isNaN(v) ? Double.POSITIVE_INFINITY : v)
        .toArray();
  }

  /** How many seeds got there. */
  long reached(double share) {
    return runs.stream().filter(run -> Double.isFinite(run.stepsTo(share))).count();
  }

  /**
   * Duration of a solved episode, over that of a demonstration; infinite where nobody showed any.
   */
  double cycleOverDemonstration() {
    return middle(run -> run.cycle_s() / run.demonstration_s());
  }
}
