package reins.policy.human;

import java.util.Arrays;
import java.util.SplittableRandom;
import reins.contract.config.Deployment;
import reins.contract.config.OperatorConfig;
import reins.contract.exchange.Source;
import reins.contract.exchange.StateFrame;
import reins.policy.episode.Episode;
import reins.policy.episode.EpisodeStats;
import reins.policy.episode.Phase;
import reins.policy.observe.Objects;

/**
 * Plays the person: shows whole demonstrations, and corrects the policy often and briefly when it
 * makes no progress.
 *
 * <p>A stall is ignored with the operator's laziness, decided once per stall. A correction lasts
 * {@code burst_steps}, then the policy has the robot again and the operator's full patience. What
 * it does in a step answers to what it saw {@code delay_steps} before.
 *
 * <p>Threads: the actor's loop.
 *
 * <p>Source: HIL-SERL's advice: intervene often and briefly, do not carry the robot to success in
 * one long take-over.
 */
public final class ScriptedOperator implements Person {
  private final OperatorConfig config;
  private final SplittableRandom random;
  private final Plan plan;
  private final int axes;
  private final int gripper;
  private final ProgressWatch watch;
  private final Intent intent = new Intent();
  private final boolean[] lateEngaged;
  private final double[][] lateAction;
  private int late;
  private int burstLeft;

  /** An operator whose noise and moods repeat from a seed. */
  public ScriptedOperator(Deployment config, long seed) {
    this.config = config.task().operator();
    random = new SplittableRandom(seed);
    plan = Plan.of(config);
    gripper = config.task().action().gripper();
    axes = config.task().action().dim() - (gripper < 0 ? 0 : 1);
    watch = new ProgressWatch(this.config.patience_steps());
    intent.source = Source.SCRIPT;
    lateEngaged = new boolean[this.config.delay_steps()];
    lateAction = new double[lateEngaged.length][intent.action.length];
  }

  @Override
  public Intent poll(long now_ns, StateFrame state, Objects objects, Episode episode) {
    if (episode.phase() != Phase.RUNNING) {
      rest();
      return intent;
    }
    plan.look(state, objects);
    intent.engaged = episode.demonstration() || corrects(episode.stats());
    if (intent.engaged) act(state);
    if (lateEngaged.length > 0) delay(episode.demonstration());
    return intent;
  }

  private void rest() {
    intent.engaged = false;
    Arrays.fill(lateEngaged, false);
    for (double[] action : lateAction) Arrays.fill(action, 0);
    burstLeft = 0;
    watch.reset();
    plan.reset();
  }

  /** Puts this step's decision aside and takes out the one of so many steps ago. */
  private void delay(boolean demonstration) {
    late = (late + 1) % lateEngaged.length;
    boolean engaged = lateEngaged[late];
    lateEngaged[late] = intent.engaged;
    // Whoever demonstrates has the robot from the first step, standing still until they react.
    intent.engaged = engaged || demonstration;
    for (int i = 0; i < intent.action.length; i++) {
      double action = lateAction[late][i];
      lateAction[late][i] = intent.action[i];
      intent.action[i] = action;
    }
  }

  private boolean corrects(EpisodeStats stats) {
    if (burstLeft > 0) {
      if (--burstLeft == 0) watch.reset();
      return true;
    }
    if (!watch.stalled(plan.remainingSteps())) return false;
    watch.reset();
    if (random.nextDouble() < config.laziness() || trusts(stats)) return false;
    burstLeft = config.burst_steps() - 1;
    return true;
  }

  private boolean trusts(EpisodeStats stats) {
    return config.until_success() == 0
        || (stats.recentEpisodes() == EpisodeStats.RECENT
            && stats.recentSolvedAloneRatio() >= config.until_success());
  }

  private void act(StateFrame state) {
    plan.act(state, intent.action);
    for (int i = 0; i < axes; i++)
      intent.action[i] =
          Math.clamp(intent.action[i] + config.noise() * random.nextGaussian(), -1, 1);
    if (config.competence() < 1 && random.nextDouble() >= config.competence())
      for (int i = 0; i < axes; i++) intent.action[i] = random.nextDouble(-1, 1);
    // A button pressed to the stop or nearly so.
    if (gripper >= 0) intent.action[gripper] *= random.nextDouble(0.9, 1);
  }
}
