package reins.sim.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reins.contract.config.RigConfig;
import reins.sim.demo.Training;
import reins.sim.demo.Variant;
import reins.sim.evaluate.Evaluation;
import reins.sim.report.Intervals;
import reins.sim.report.JsonLines;
import reins.sim.report.Progress;
import reins.sim.report.RunNames;

/**
 * {@code ./reins bench learn}: what the person adds, over seeds: corrections, demonstrations only,
 * and neither.
 */
@Command(
    name = "learn",
    mixinStandardHelpOptions = true,
    description = {
      "Trains the rig's task with corrections, without them, and by imitating the demonstrations only, each over several",
      "seeds, and evaluates each policy on unseen starts. Takes up to half an hour for each seed."
    })
public final class LearnBench implements Callable<Integer> {
  @Option(names = "--rig", description = "rig file (default: ${DEFAULT-VALUE})")
  private Path rig = Path.of("hardware-configs/rigs/sim-franka.yaml");

  @Option(names = "--seeds", split = ",", description = "comma-separated (default: 1,2,3)")
  private List<Long> seeds = List.of(1L, 2L, 3L);

  @Option(
      names = "--variants",
      split = ",",
      description = "${COMPLETION-CANDIDATES} (default: all)")
  private List<Variant> variants = List.of(Variant.values());

  @Option(
      names = "--steps",
      description = "most environment steps of a training (default: ${DEFAULT-VALUE})")
  private long steps = 20_000;

  @Option(names = "--episodes", description = "of each evaluation (default: ${DEFAULT-VALUE})")
  private int episodes = 100;

  @Option(names = "--threads", description = "of the learner (default: ${DEFAULT-VALUE})")
  private int threads = Math.min(2, Runtime.getRuntime().availableProcessors());

  @Option(names = "--runs", description = "folder of run folders (default: ${DEFAULT-VALUE})")
  private Path runs = Path.of("runs");

  @Option(
      names = "--json",
      description = "write results for scripts to this file, one object per line")
  private Path json;

  private record Trial(Training.Result training, Evaluation.Result evaluation) {}

  @Override
  public Integer call() {
    RigConfig.Resolved config = RigConfig.load(rig);
    JsonLines lines = new JsonLines(json);
    System.out.printf(
        "%-22s %5s %10s %8s %7s %9s %11s %9s%n",
        "variant", "seed", "success", "steps", "wall_s", "steps_80", "corrections", "cycle_s");
    for (Variant variant : variants) {
      List<Trial> trials = new ArrayList<>();
      for (long seed : seeds) {
        Trial trial = trial(config, variant, seed);
        trials.add(trial);
        lines.add(line(variant, seed, trial));
        tell(variant, seed, trial);
      }
      summarize(variant, trials, lines);
    }
    return 0;
  }

  private Trial trial(RigConfig.Resolved config, Variant variant, long seed) {
    Path folder = RunNames.folder(runs, null, "bench-learn-" + variant.label() + "-" + seed);
    Training.Plan plan = Training.Plan.standard(variant, seed, steps, threads, folder);
    try (Training training = new Training(variant.of(config), plan, new Progress())) {
      Training.Result result = training.run(() -> false);
      training.draw(folder.resolve("curve.png"));
      return new Trial(result, Evaluation.run(config, result.policy(), episodes, seed, threads));
    }
  }

  private static Map<String, Object> line(Variant variant, long seed, Trial trial) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("bench", "learn");
    values.put("case", variant.label());
    values.put("who", "reins");
    values.put("seed", seed);
    values.put("success_ratio", trial.evaluation.successRatio());
    values.put("episodes", trial.evaluation.episodes());
    values.put("env_steps", trial.training.envSteps());
    values.put("wall_s", trial.training.wall_s());
    values.put("steps_to_80", trial.training.curve().stepsTo(0.80));
    values.put("steps_to_95", trial.training.curve().stepsTo(0.95));
    values.put("interventions", trial.training.interventions());
    values.put("interventions_per_episode", trial.training.interventionsPerEpisode());
    values.put("cycle_s", trial.evaluation.cycle_s());
    return values;
  }

  private static void tell(Variant variant, long seed, Trial t) {
    System.out.printf(
        "%-22s %5d %6d/%d %8d %7.0f %9.0f %11d %9.2f%n",
        variant.label(),
        seed,
        t.evaluation.successes(),
        t.evaluation.episodes(),
        t.training.envSteps(),
        t.training.wall_s(),
        t.training.curve().stepsTo(0.80),
        t.training.interventions(),
        t.evaluation.cycle_s());
  }

  private static void summarize(Variant variant, List<Trial> trials, JsonLines lines) {
    Intervals.Interval i =
        Intervals.overSeeds(
            trials.stream().mapToDouble(t -> t.evaluation.successRatio()).toArray());
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("bench", "learn");
    values.put("case", variant.label());
    values.put("who", "reins");
    values.put("seeds", trials.size());
    values.put("success_ratio_iqm", i.value());
    values.put("ci_low", i.low());
    values.put("ci_high", i.high());
    lines.add(values);
    System.out.printf(
        "%-22s   all %9.3f   interquartile mean over %d seeds, 95 %% interval %.3f-%.3f%n",
        variant.label(), i.value(), trials.size(), i.low(), i.high());
  }
}
