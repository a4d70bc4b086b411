package reins.learner.algo.sac;

import reins.contract.config.LearningConfig;
import reins.contract.config.Task;
import reins.learner.algo.Algorithm;
import reins.learner.algo.Recipe;
import reins.learner.algo.drq.DrQ;
import reins.learner.backend.NetworkSpec;
import reins.learner.replay.Diet;
import reins.learner.replay.Intake;

/**
 * SAC: experience only; demonstrations are neither drawn nor do they pay.
 *
 * <p>Source: Haarnoja et al. 2018.
 */
public final class Sac implements Algorithm {
  /** What a task may set. */
  public record Settings(Quirks quirks) {}

  @Override
  public String name() {
    return "sac";
  }

  @Override
  public Recipe recipe(Task task) {
    Settings settings = task.learning().algorithm().over(new Settings(Quirks.NONE));
    return recipe(task, settings.quirks(), Intake::correctionsOnline, Diet.online(task.learning()));
  }

  /** The same updates on another diet: what most of the family is. */
  public static Recipe recipe(Task task, Quirks quirks, Intake intake, Diet diet) {
    LearningConfig learning = task.learning();
    return new Recipe(
        quirks.terminal_timeouts() ? Intake.terminalTimeouts(intake) : intake,
        diet,
        NetworkSpec.seeing(task).withSharedHead(quirks.shared_head()),
        (engine, seed) ->
            new SoftActorCritic(
                learning, quirks, engine, DrQ.of(task, engine, learning.critic_lr(), seed), seed));
  }
}
