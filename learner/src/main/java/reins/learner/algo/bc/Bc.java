package reins.learner.algo.bc;

import reins.contract.config.Task;
import reins.learner.algo.Algorithm;
import reins.learner.algo.Recipe;
import reins.learner.backend.NetworkSpec;
import reins.learner.replay.Diet;
import reins.learner.replay.Intake;

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
    return recipe(task, Intake::correctionsOnline);
  }

  /** Imitation of whatever the intake calls a demonstration. */
  public static Recipe recipe(Task task, Intake intake) {
    task.learning().algorithm().over(new Settings());
    int rows = task.learning().batch();
    return new Recipe(
        intake,
        Diet.demonstrations(task.learning()),
        NetworkSpec.of(task).actorOnly(),
        (engine, seed) -> new BehaviorCloning(engine, rows));
  }
}
