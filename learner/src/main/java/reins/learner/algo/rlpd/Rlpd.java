package reins.learner.algo.rlpd;

import reins.contract.config.Task;
import reins.learner.algo.Algorithm;
import reins.learner.algo.Recipe;
import reins.learner.algo.sac.Quirks;
import reins.learner.algo.sac.Sac;
import reins.learner.replay.Diet;
import reins.learner.replay.Intake;
import reins.learner.replay.SolvedDemonstrations;

/**
 * RLPD: SAC whose batches are half demonstrations. Corrections count as both, as in HIL-SERL.
 *
 * <p>Source: Ball et al. 2023, section 4.
 */
public final class Rlpd implements Algorithm {
  @Override
  public String name() {
    return "rlpd";
  }

  @Override
  public Recipe recipe(Task task) {
    Sac.Settings settings = task.learning().algorithm().over(new Sac.Settings(Quirks.NONE));
    return Sac.recipe(
        task,
        settings.quirks(),
        new SolvedDemonstrations(Intake::correctionsToBoth),
        Diet.mixed(task.learning()));
  }
}
