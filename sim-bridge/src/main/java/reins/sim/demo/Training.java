package reins.sim.demo;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import reins.contract.config.Deployment;
import reins.contract.data.PolicySpec;
import reins.learner.LearnerLoop;
import reins.learner.LearnerState;
import reins.learner.algo.UpdateStats;
import reins.learner.export.PublishedPolicy;
import reins.learner.serve.LocalActors;
import reins.policy.episode.EpisodeResult;
import reins.policy.episode.EpisodeStats;
import reins.policy.human.ScriptedOperator;
import reins.policy.infer.Exploration;
import reins.policy.infer.PolicyStore;
import reins.sim.evaluate.Evaluation;
import reins.sim.lockstep.Lockstep;
import reins.sim.report.Progress;

/**
 * Trains one task in lockstep: act, learn what the step has paid for, and now and then see what the
 * policy can do alone.
 *
 * <p>Threads: one, plus the learner's and the evaluation's workers; the result depends on
 * configuration and seed alone.
 */
public final class Training implements AutoCloseable {
  private static final int CHECK_EVERY_STEPS = 500;
  private static final int CHECK_EPISODES = 50;
  private static final int FIRST_EPISODES = 10;
  private static final long CHECK_SEED = 500;

  private final Deployment config;
  private final Plan plan;
  private final Progress progress;
  private final PolicyStore policies;
  private final LearnerState learning;
  private final LearnerLoop learner;
  private final Lockstep lockstep;
  private final Curve curve = new Curve();
  private final long start_ns = System.nanoTime();
  private BooleanSupplier ending = () -> false;
  private PublishedPolicy newest;
  private EpisodeResult drawn;
  private long checkedAt;
  private int masteries;
  private double checked;

  /**
   * What to do.
   *
   * @param maxEnvSteps no more environment steps than this, demonstrations included
   * @param mastery stop once this share of {@value #CHECK_EPISODES} check episodes was solved in
   *     {@code masteriesWanted} checks in a row
   * @param label what is tried, for the curve's title
   * @param online whether the policy acts while it learns; otherwise it learns from what was shown
   * @param maxHumanSteps no more steps chosen by the person than this
   * @param folder of the run; null leaves nothing behind
   */
  public record Plan(
      String label,
      boolean online,
      long seed,
      long maxEnvSteps,
      long maxHumanSteps,
      double mastery,
      int masteriesWanted,
      int threads,
      Path folder) {
    /**
     * Stops when two checks in a row find at most one failure in {@value #CHECK_EPISODES} episodes.
     */
    public static Plan standard(
        Variant variant, long seed, long maxEnvSteps, int threads, Path folder) {
      return new Plan(
          variant.label(),
          variant.online(),
          seed,
          maxEnvSteps,
          Long.MAX_VALUE,
          0.98,
          2,
          threads,
          folder);
    }
  }

  /**
   * What came of it. The policy is the last one.
   *
   * @param humanSteps steps that the person chose, demonstrations and corrections
   * @param robot_s of the robot's time, resets included
   * @param demonstration_s mean duration of a demonstration
   */
  public record Result(
      byte[] policy,
      long envSteps,
      long updates,
      long demonstrations,
      long interventions,
      double interventionsPerEpisode,
      long humanSteps,
      double robot_s,
      double wall_s,
      double demonstration_s,
      Curve curve) {}

  /** Puts the stack together. */
  public Training(Deployment config, Plan plan, Progress progress) {
    this.plan = plan;
    this.progress = progress;
    this.config = config;
    policies =
        new PolicyStore(
            PolicySpec.of(config.task()),
            config.task().periodNs() / 2,
            Exploration.sampled(plan.seed));
    learning = LearnerState.open(config.task(), plan.seed, plan.threads, plan.folder);
    LocalActors actors = new LocalActors(learning.inbox(), this::adopt);
    learner = new LearnerLoop(learning, actors);
    lockstep =
        Lockstep.learning(
            config,
            new Lockstep.Setup(
                plan.seed,
                1,
                config.task().learning().demonstrations(),
                new ScriptedOperator(config, plan.seed),
                policies,
                actors::offer,
                result -> {}));
  }

  private void adopt(PublishedPolicy policy) {
    newest = policy;
    if (ending.getAsBoolean()) return; // the JVM is on its way out, and ONNX Runtime with it
    var verdict = policies.offer(policy.version(), policy.onnx());
    if (!verdict.accepted())
      throw new IllegalStateException("policy " + policy.version() + ": " + verdict.reason());
  }

  /**
   * Trains until the task is mastered or the steps are used up.
   *
   * @param stop asked after each step
   */
  public Result run(BooleanSupplier stop) {
    ending = stop;
    if (plan.online) learnOnline(stop);
    else cloneDemonstrations(stop);
    learner.publish();
    progress.end();
    EpisodeStats stats = lockstep.stats();
    return new Result(
        newest.onnx(),
        stats.envSteps(),
        learning.agent().updates(),
        stats.demonstrationSuccesses(),
        stats.interventions(),
        stats.interventionsPerEpisode(),
        stats.humanSteps(),
        lockstep.now_ns() * 1e-9,
        seconds(),
        stats.demonstrationCycle_s(),
        curve);
  }

  private void learnOnline(BooleanSupplier stop) {
    while (!stop.getAsBoolean()
        && lockstep.stats().envSteps() < plan.maxEnvSteps
        && lockstep.stats().humanSteps() < plan.maxHumanSteps
        && masteries < plan.masteriesWanted) {
      lockstep.step();
      while (learner.ready()) learner.step();
      follow();
      if (checkDue()) check();
    }
  }

  private void cloneDemonstrations(BooleanSupplier stop) {
    int wanted = config.task().learning().demonstrations();
    EpisodeStats stats = lockstep.stats();
    while (stats.demonstrationSuccesses() < wanted && stats.humanSteps() < plan.maxHumanSteps)
      lockstep.step();
    while (learner.ready() && !stop.getAsBoolean()) {
      learner.step();
      progress.show(
          System.nanoTime(),
          1,
          () -> "imitating: %d updates".formatted(learning.agent().updates()));
    }
  }

  private void follow() {
    EpisodeStats stats = lockstep.stats();
    if (stats.last() != drawn) {
      drawn = stats.last();
      if (stats.policyEpisodes() > 0) curve.episode(stats);
    }
    progress.show(
        System.nanoTime(), (double) stats.envSteps() / plan.maxEnvSteps, () -> line(stats));
  }

  private String line(EpisodeStats stats) {
    if (stats.policyEpisodes() == 0)
      return "%d demonstrations, %d steps"
          .formatted(stats.demonstrationSuccesses(), stats.envSteps());
    return "%d steps | alone %3.0f %% of last %d | %.1f interventions/episode | check %3.0f %% | %.0f updates/s | %.0f s"
        .formatted(
            stats.envSteps(),
            100 * stats.recentSolvedAloneRatio(),
            stats.recentEpisodes(),
            stats.recentInterventionsPerEpisode(),
            100 * checked,
            learning.agent().updates() / seconds(),
            seconds());
  }

  private boolean checkDue() {
    EpisodeStats stats = lockstep.stats();
    return stats.policyEpisodes() > 0 && stats.envSteps() - checkedAt >= CHECK_EVERY_STEPS;
  }

  private void check() {
    checkedAt = lockstep.stats().envSteps();
    byte[] policy =
        learner.policy().onnx(); // not published: measuring must not change the training
    Evaluation.Result result = alone(policy, FIRST_EPISODES);
    // failed episodes are the longest ones: half of a few is enough to know that it is not mastered
    if (result.successRatio() >= 0.5) result = alone(policy, CHECK_EPISODES);
    checked = result.successRatio();
    masteries = checked >= plan.mastery ? masteries + 1 : 0;
    curve.check(checkedAt, lockstep.now_ns() * 1e-9, result);
  }

  private Evaluation.Result alone(byte[] policy, int episodes) {
    return Evaluation.run(config, policy, episodes, CHECK_SEED + plan.seed, plan.threads);
  }

  /** Draws the learning curve. */
  public void draw(Path png) {
    curve.draw(png, "%s, seed %d: %s".formatted(config.task().name(), plan.seed, plan.label));
  }

  /** The newest metrics of the learner; null before the first update. */
  public UpdateStats metrics() {
    return learning.metrics().latest();
  }

  private double seconds() {
    return (System.nanoTime() - start_ns) * 1e-9;
  }

  @Override
  public void close() {
    learner.close();
    lockstep.close();
    policies.close();
  }
}
