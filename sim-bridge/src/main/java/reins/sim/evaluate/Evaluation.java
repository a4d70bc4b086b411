package reins.sim.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import reins.contract.config.ConfigException;
import reins.contract.config.Deployment;
import reins.contract.data.PolicySpec;
import reins.policy.episode.EpisodeResult;
import reins.policy.human.NoPerson;
import reins.policy.infer.Exploration;
import reins.policy.infer.PolicyStore;
import reins.policy.infer.Verdict;
import reins.policy.record.TransitionSink;
import reins.sim.lockstep.Lockstep;
import reins.sim.report.Intervals;

/**
 * A policy on its own, deterministic, from starts that training never saw: each episode's start is
 * a function of the evaluation's seed and the episode's number, so every policy meets the same
 * ones.
 */
public final class Evaluation {
  /** Training seeds are small; the starts of evaluations begin here. */
  static final long UNSEEN = 1_000_000;

  /** A run's median inference may take this share of a step. */
  private static final double BUDGET_SHARE = 0.5;

  /**
   * What the episodes amount to.
   *
   * @param cycle_s mean duration of the successful ones
   */
  public record Result(int successes, int episodes, long envSteps, double cycle_s, double wall_s) {
    /** Share of successful episodes. */
    public double successRatio() {
      return (double) successes / episodes;
    }

    /** Share of successful episodes with its 95 % interval. */
    public Intervals.Interval interval() {
      return Intervals.wilson(successes, episodes);
    }
  }

  private Evaluation() {}

  /**
   * Runs episodes on a few threads; the result does not depend on their number.
   *
   * <p>Errors: {@link ConfigException} where the policy does not fit the task, in one line.
   */
  public static Result run(Deployment config, byte[] onnx, int episodes, long seed, int threads) {
    long start_ns = System.nanoTime();
    List<EpisodeResult> results = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<List<EpisodeResult>>> parts = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int from = 1 + i * episodes / threads;
        int count = 1 + (i + 1) * episodes / threads - from;
        parts.add(pool.submit(() -> part(config, onnx, from, count, seed)));
      }
      for (Future<List<EpisodeResult>> part : parts) results.addAll(part.get());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException r
          ? r
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("evaluation interrupted", e);
    }
    return summary(results, (System.nanoTime() - start_ns) * 1e-9);
  }

  private static List<EpisodeResult> part(
      Deployment config, byte[] onnx, int from, int count, long seed) {
    List<EpisodeResult> results = new ArrayList<>();
    PolicySpec spec = PolicySpec.of(config.task());
    long budget_ns = (long) (BUDGET_SHARE * config.task().periodNs());
    try (PolicyStore store = new PolicyStore(spec, budget_ns, Exploration.none())) {
      Verdict verdict = store.offer(PolicyStore.AS_THE_FILE_SAYS, onnx);
      if (!verdict.accepted()) throw new ConfigException("policy: " + verdict.reason());
      Lockstep.Setup setup =
          new Lockstep.Setup(
              UNSEEN + seed, from, 0, new NoPerson(), store, TransitionSink.NONE, results::add);
      try (Lockstep lockstep = Lockstep.evaluating(config, setup)) {
        while (results.size() < count) lockstep.step();
      }
    }
    return results;
  }

  private static Result summary(List<EpisodeResult> results, double wall_s) {
    int successes = (int) results.stream().filter(EpisodeResult::success).count();
    long steps = results.stream().mapToLong(EpisodeResult::steps).sum();
    double cycle_s =
        results.stream()
            .filter(EpisodeResult::success)
            .mapToDouble(EpisodeResult::duration_s)
            .average()
            .orElse(Double.NaN);
    return new Result(successes, results.size(), steps, cycle_s, wall_s);
  }
}
