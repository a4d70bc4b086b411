package reins.learner.algo.iql;

import reins.contract.config.Task;
import reins.learner.algo.Algorithm;
import reins.learner.algo.Recipe;
import reins.learner.backend.NetworkSpec;
import reins.learner.replay.Diet;
import reins.learner.replay.Intake;

/**
 * IQL: implicit Q-learning, from demonstrations first and online after.
 *
 * <p>Source: Kostrikov et al. 2021.
 */
public final class Iql implements Algorithm {
  /** Where the paper's locomotion tasks have them, section 5.1, and a number of passes of ours. */
  private static final Settings DEFAULTS = new Settings(0.7, 3, 100, 1, 20);

  /**
   * What a task may set.
   *
   * @param expectile tau: 0.5 is the mean of the values, 1 their maximum; 0.9 in AntMaze
   * @param inverse_temperature beta: 0 imitates everything alike; 10 in AntMaze
   * @param weight_max the most that a row may count
   * @param reward_scale what rewards are multiplied by before anything is learned from them
   * @param batches_per_demonstration_step that a step in the demonstration buffer pays for, before
   *     anything happens online
   */
  public record Settings(
      double expectile,
      double inverse_temperature,
      double weight_max,
      double reward_scale,
      int batches_per_demonstration_step) {}

  @Override
  public String name() {
    return "iql";
  }

  @Override
  public Recipe recipe(Task task) {
    Settings settings = task.learning().algorithm().over(DEFAULTS);
    NetworkSpec networks = NetworkSpec.of(task);
    return new Recipe(
        Intake.scaled(Intake::correctionsToBoth, settings.reward_scale()),
        Diet.offlineFirst(task.learning(), settings.batches_per_demonstration_step()),
        networks,
        (engine, seed) ->
            new IqlAgent(
                settings,
                task.learning().discount(),
                engine,
                engine.network(networks.valueShape(1), networks.criticLr()),
                networks));
  }
}
