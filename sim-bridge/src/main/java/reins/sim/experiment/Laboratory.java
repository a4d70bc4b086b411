package reins.sim.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import reins.contract.config.ConfigException;
import reins.contract.config.RigConfig;
import reins.learner.run.Manifest;
import reins.sim.demo.Curve;
import reins.sim.demo.Training;
import reins.sim.evaluate.Evaluation;
import reins.sim.report.Progress;

/**
 * Runs trials and keeps what came of each, so that an experiment that was killed goes on with those
 * that are missing.
 *
 * <p>Threads: its own, as many as jobs; an outcome depends on its trial alone.
 */
final class Laboratory {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Terms terms;
  private final BooleanSupplier stop;
  private final Progress progress = new Progress();
  private final Map<Trial, Double> running = new ConcurrentHashMap<>();
  private final Map<Trial, Outcome> outcomes = new ConcurrentHashMap<>();
  private int wanted;

  /**
   * The same for all trials.
   *
   * @param steps most environment steps of a training, demonstrations included
   * @param episodes of the last policy's evaluation
   * @param threads of each training
   * @param jobs trainings at a time
   */
  record Terms(long steps, int episodes, int threads, int jobs) {}

  Laboratory(Path folder, Terms terms, BooleanSupplier stop) {
    this.folder = folder;
    this.terms = terms;
    this.stop = stop;
  }

  /**
   * The outcomes of the trials, in their order: read where they are kept, made where not. Those
   * that are given a budget come last, because the reference sets it.
   *
   * <p>Errors: {@link ConfigException} where a kept outcome belongs to other settings.
   *
   * @return fewer than trials where {@code stop} said so
   */
  List<Outcome> run(List<Trial> trials) {
    wanted = trials.size();
    for (boolean budgeted : new boolean[] {false, true})
      all(trials.stream().filter(t -> t.contender().budgeted() == budgeted).toList());
    progress.end();
    return trials.stream().filter(outcomes::containsKey).map(outcomes::get).toList();
  }

  private void all(List<Trial> trials) {
    List<Future<?>> futures = new ArrayList<>();
    try (ExecutorService jobs = Executors.newFixedThreadPool(terms.jobs)) {
      for (Trial trial : trials) futures.add(jobs.submit(() -> one(trial)));
      try {
        for (Future<?> future : futures) future.get();
      } finally {
        jobs.shutdownNow(); // after a failure the rest has no use
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException r
          ? r
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("experiment interrupted", e);
    }
  }

  private void one(Trial trial) {
    if (stop.getAsBoolean()) return;
    String settings = settings(trial);
    Outcome kept = read(trial.file(folder), settings);
    Outcome outcome = kept != null ? kept : train(trial, settings);
    running.remove(trial);
    if (outcome != null) outcomes.put(trial, outcome);
  }

  private Outcome train(Trial trial, String settings) {
    RigConfig.Resolved config = trial.config();
    Training.Plan plan =
        new Training.Plan(
            trial.contender().name(),
            trial.contender().online(),
            trial.seed(),
            terms.steps,
            budget(trial),
            0.98,
            2,
            terms.threads,
            null);
    try (Training training = new Training(config, plan, new Part(trial))) {
      Training.Result result = training.run(stop);
      if (stop.getAsBoolean()) return null;
      Evaluation.Result last =
          Evaluation.run(config, result.policy(), terms.episodes, trial.seed(), terms.threads);
      Outcome outcome = outcome(trial, settings, result, last);
      keep(trial.file(folder), outcome);
      return outcome;
    }
  }

  private long budget(Trial trial) {
    if (!trial.contender().budgeted()) return Long.MAX_VALUE;
    return outcomes.entrySet().stream()
        .filter(
            e ->
                e.getKey().task().equals(trial.task())
                    && e.getKey().seed() == trial.seed()
                    && e.getKey().contender().name().equals(Contender.REFERENCE))
        .mapToLong(e -> e.getValue().human_steps())
        .findFirst()
        .orElseThrow();
  }

  private static Outcome outcome(
      Trial trial, String settings, Training.Result result, Evaluation.Result last) {
    List<Curve.Check> checks = new ArrayList<>(result.curve().checks());
    checks.add(new Curve.Check(result.envSteps(), result.robot_s(), last.successRatio()));
    return new Outcome(
        settings,
        Manifest.commit(),
        trial.task(),
        trial.contender().name(),
        trial.seed(),
        result.envSteps(),
        result.updates(),
        result.humanSteps(),
        result.demonstrations(),
        result.interventions(),
        result.robot_s(),
        result.wall_s(),
        last.successRatio(),
        last.episodes(),
        last.cycle_s(),
        result.demonstration_s(),
        checks,
        result.curve().help());
  }

  private String settings(Trial trial) {
    try {
      return JSON.writeValueAsString(trial.config().task())
          + " steps "
          + terms.steps
          + " episodes "
          + terms.episodes
          + (trial.contender().budgeted() ? " human_steps " + budget(trial) : "");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Outcome read(Path file, String settings) {
    if (!Files.exists(file)) return null;
    try {
      Outcome outcome = JSON.readValue(file.toFile(), Outcome.class);
      if (outcome.settings().equals(settings)) return outcome;
    } catch (IOException e) {
      throw new ConfigException(file + ": not the outcome of a trial; remove it to run it again");
    }
    throw new ConfigException(
        file
            + ": was run with other settings; choose another --name, or remove it to run it again");
  }

  /** Whole or not at all. */
  private static void keep(Path file, Outcome outcome) {
    try {
      Files.createDirectories(file.getParent());
      Path beside = file.resolveSibling(file.getFileName() + ".tmp");
      Files.write(beside, JSON.writeValueAsBytes(outcome));
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be written", e);
    }
  }

  /** One trial's share of the whole. */
  private final class Part extends Progress {
    private final Trial trial;

    Part(Trial trial) {
      this.trial = trial;
    }

    @Override
    public void show(long now_ns, double share, Supplier<String> text) {
      running.put(trial, share);
      double all = outcomes.size() + running.values().stream().mapToDouble(s -> s).sum();
      progress.show(
          now_ns,
          all / wanted,
          () -> "%d of %d | %s | %s".formatted(outcomes.size(), wanted, trial, text.get()));
    }

    @Override
    public void end() {
      // the whole goes on
    }
  }
}
