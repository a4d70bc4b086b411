package reins.learner.algo.bc;

import reins.contract.config.LearningConfig;
import reins.contract.config.Task;
import reins.learner.algo.Algorithm;
import reins.learner.algo.Recipe;
import reins.learner.algo.drq.DrQ;
import reins.learner.backend.NetworkSpec;
import reins.learner.replay.Diet;
import reins.learner.replay.Intake;
import reins.learner.replay.SolvedDemonstrations;

/** Behaviour cloning of the demonstrations; what happens later teaches it nothing. */
public final class Bc implements Algorithm {
  /** It has no settings of its own. */
  private record Settings() {}

  @Override
  public String name() {
    return "bc";
  }

  @Override
  public Recipe recipe(Task task) {
    return recipe(task, new SolvedDemonstrations(Intake::correctionsOnline));
  }

  /** Imitation of whatever the intake calls a demonstration. */
  public static Recipe recipe(Task task, Intake intake) {
    task.learning().algorithm().over(new Settings());
    LearningConfig learning = task.learning();
    return new Recipe(
        intake,
        Diet.demonstrations(learning),
        NetworkSpec.seeing(task).actorOnly(),
        (engine, seed) ->
            new BehaviorCloning(
                engine, DrQ.of(task, engine, learning.actor_lr(), seed), learning.batch()));
  }
}
