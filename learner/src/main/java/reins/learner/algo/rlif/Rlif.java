package reins.learner.algo.rlif;

import reins.contract.config.Task;
import reins.learner.algo.Algorithm;
import reins.learner.algo.Recipe;
import reins.learner.algo.sac.Quirks;
import reins.learner.algo.sac.Sac;
import reins.learner.replay.Diet;
import reins.learner.replay.SolvedDemonstrations;

/**
 * RLIF: RLPD whose reward is not to be interrupted. The task's own reward is not looked at.
 *
 * <p>Source: Luo et al. 2023 (RLIF), algorithm 1.
 */
public final class Rlif implements Algorithm {
  private static final double TAKEOVER_REWARD = -1; // RLIF, section 4

  /**
   * What a task may set.
   *
   * @param takeover_reward of the policy's step after which somebody took over
   */
  public record Settings(Quirks quirks, double takeover_reward) {}

  @Override
  public String name() {
    return "rlif";
  }

  @Override
  public Recipe recipe(Task task) {
    Settings settings =
        task.learning().algorithm().over(new Settings(Quirks.NONE, TAKEOVER_REWARD));
    return Sac.recipe(
        task,
        settings.quirks(),
        new SolvedDemonstrations(new TakeoverReward((float) settings.takeover_reward())),
        Diet.mixed(task.learning()));
  }
}
