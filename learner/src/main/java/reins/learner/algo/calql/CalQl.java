package reins.learner.algo.calql;

import reins.contract.config.LearningConfig;
import reins.contract.config.Task;
import reins.learner.algo.Algorithm;
import reins.learner.algo.Recipe;
import reins.learner.algo.sac.Quirks;
import reins.learner.backend.NetworkSpec;
import reins.learner.replay.Diet;
import reins.learner.replay.Intake;

/**
 * Cal-QL: conservative Q-learning, calibrated, from demonstrations first and online after.
 *
 * <p>Source: Nakamoto et al. 2023; Kumar et al. 2020 (CQL).
 */
public final class CalQl implements Algorithm {
  /** Cal-QL's Adroit runs, and a number of passes of ours. */
  private static final Settings DEFAULTS = new Settings(10, 1, true, true, 1, 20);

  /** The actor climbs the smallest critic, as everywhere in CQL. */
  private static final Quirks MIN_Q = new Quirks(false, false, false, false, true);

  /**
   * What a task may set.
   *
   * @param samples N: actions drawn from each of the three distributions
   * @param conservatism alpha of the paper: weight of the regularizer; 5 in AntMaze
   * @param max_backup the target takes the best of N actions
   * @param calibrated floors by Monte Carlo returns; false is plain CQL
   * @param reward_scale what rewards are multiplied by before anything is learned from them
   * @param batches_per_demonstration_step that a step in the demonstration buffer pays for, before
   *     anything happens online
   */
  public record Settings(
      int samples,
      double conservatism,
      boolean max_backup,
      boolean calibrated,
      double reward_scale,
      int batches_per_demonstration_step) {}

  @Override
  public String name() {
    return "cal_ql";
  }

  @Override
  public Recipe recipe(Task task) {
    LearningConfig learning = task.learning();
    Settings settings = learning.algorithm().over(DEFAULTS);
    Intake intake = Intake::correctionsToBoth;
    return new Recipe(
        Intake.scaled(
            settings.calibrated() ? new MonteCarloReturns(intake, learning.discount()) : intake,
            settings.reward_scale()),
        Diet.offlineFirst(learning, settings.batches_per_demonstration_step()),
        NetworkSpec.of(task),
        (engine, seed) -> new CalQlAgent(settings, learning, MIN_Q, engine, seed));
  }
}
