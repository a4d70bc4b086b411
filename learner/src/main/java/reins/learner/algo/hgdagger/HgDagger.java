package reins.learner.algo.hgdagger;

import reins.contract.config.Task;
import reins.learner.algo.Algorithm;
import reins.learner.algo.Recipe;
import reins.learner.algo.bc.Bc;
import reins.learner.replay.Intake;
import reins.learner.replay.SolvedDemonstrations;

/**
 * HG-DAgger: behaviour cloning of the demonstrations and of every correction since.
 *
 * <p>Source: Kelly et al. 2019, algorithm 1; as the baseline in Luo et al. 2024 (HIL-SERL).
 */
public final class HgDagger implements Algorithm {
  @Override
  public String name() {
    return "hg_dagger";
  }

  @Override
  public Recipe recipe(Task task) {
    return Bc.recipe(task, new SolvedDemonstrations(Intake::correctionsToBoth));
  }
}
