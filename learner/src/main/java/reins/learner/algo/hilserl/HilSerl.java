package reins.learner.algo.hilserl;

import java.util.List;
import reins.contract.config.ConfigException;
import reins.contract.config.LearningConfig;
import reins.contract.config.Task;
import reins.learner.algo.Algorithm;
import reins.learner.algo.Recipe;
import reins.learner.algo.sac.Quirks;
import reins.learner.algo.sac.Sac;
import reins.learner.algo.sac.SoftActorCritic;
import reins.learner.backend.NetworkSpec;
import reins.learner.replay.Diet;
import reins.learner.replay.Intake;
import reins.learner.replay.SolvedDemonstrations;

/**
 * HIL-SERL: RLPD with corrections in both buffers; the gripper, where there is one, is decided by a
 * critic of its own, and the actor has the rest of the action.
 *
 * <p>Source: Luo et al. 2024, section 3.3; agents/continuous/sac_hybrid_single.py.
 */
public final class HilSerl implements Algorithm {
  private static final double GRASP_PENALTY = -0.02; // HIL-SERL's USB task, LeRobot
  private static final String COMMAND = "gripper_command";

  /**
   * What a task may set.
   *
   * @param grasp_penalty reward of the grasp critic for changing what the gripper does
   */
  public record Settings(Quirks quirks, double grasp_penalty) {}

  @Override
  public String name() {
    return "hil_serl";
  }

  @Override
  public Recipe recipe(Task task) {
    Settings settings = task.learning().algorithm().over(new Settings(Quirks.NONE, GRASP_PENALTY));
    Diet diet = Diet.mixed(task.learning());
    Intake intake = new SolvedDemonstrations(Intake::correctionsToBoth);
    Recipe without = Sac.recipe(task, settings.quirks(), intake, diet);
    if (task.action().gripper() < 0) return without;
    int dim = task.action().dim();
    if (!task.cameras().isEmpty())
      throw new ConfigException("cameras: the gripper's critic sees measured numbers only");
    LearningConfig learning = task.learning();
    Quirks quirks = settings.quirks();
    NetworkSpec networks = without.networks().withActionDim(dim - 1);
    GripperSteps steps =
        new GripperSteps(
            task.obsDim(),
            commandAt(task),
            dim,
            (float) task.action().gripper_threshold(),
            (float) settings.grasp_penalty());
    return new Recipe(
        without.intake(),
        diet,
        networks,
        (engine, seed) ->
            new HilSerlAgent(
                new SoftActorCritic(learning, quirks, engine, seed),
                new GraspCritic(
                    engine.network(networks.valueShape(GripperSteps.CHOICES), learning.critic_lr()),
                    steps,
                    learning.batch(),
                    learning.discount()),
                quirks.zero_gradient_adam()));
  }

  /** Where in the observation the gripper's command is: 0 where it is half open. */
  private static int commandAt(Task task) {
    int at = 0;
    List<Task.ObservationTerm> terms = task.observation();
    for (Task.ObservationTerm term : terms) {
      if (term.name().equals(COMMAND)) return at;
      at += term.center().length;
    }
    throw new ConfigException(
        "observation: hil_serl expected a term %s, by which it knows that the gripper changes"
            .formatted(COMMAND));
  }
}
