package reins.sim.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reins.contract.config.ConfigException;
import reins.contract.config.Deployment;
import reins.sim.evaluate.Evaluation;
import reins.sim.processes.ProcessesDemo;
import reins.sim.report.Interruption;
import reins.sim.report.Intervals;
import reins.sim.report.JsonLines;
import reins.sim.report.Progress;
import reins.sim.report.RunNames;

/**
 * {@code ./reins demo}: trains the rig's task in front of the user and says how good the policy is.
 */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Trains a policy on this machine in minutes: a simulated arm, the controller's loop, the ONNX policy, the learner,",
      "and a scripted operator who shows the task and then corrects the policy when it goes wrong."
    })
public final class DemoCommand implements Callable<Integer> {
  private static final int INTERRUPTED = 1;

  private static final Path CONFIGS = Path.of("hardware-configs");

  @Option(
      names = "--rig",
      description =
          "rig file, or a quadrotor's flight file (default: the simulated robot that fits the task)")
  private Path rig;

  @Option(
      names = "--task",
      description = "one of hardware-configs/tasks by its name (default: the rig's own)")
  private String task;

  @Option(
      names = "--seed",
      description = "the run repeats bit for bit from it (default: ${DEFAULT-VALUE})")
  private long seed = 1;

  @Option(
      names = "--steps",
      description = "most environment steps, demonstrations included (default: ${DEFAULT-VALUE})")
  private long steps = 20_000;

  @Option(
      names = "--episodes",
      description = "episodes of the final evaluation (default: ${DEFAULT-VALUE})")
  private int episodes = 100;

  @Option(
      names = "--threads",
      description = "of the learner; the result does not depend on it (default: ${DEFAULT-VALUE})")
  private int threads = Math.min(2, Runtime.getRuntime().availableProcessors());

  @Option(names = "--variant", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private Variant variant = Variant.INTERVENTIONS;

  @Option(names = "--runs", description = "folder of run folders (default: ${DEFAULT-VALUE})")
  private Path runs = Path.of("runs");

  @Option(
      names = "--name",
      description = "of the run folder (default: demo-SEED, or the next free one)")
  private String name;

  @Option(
      names = "--json",
      description = "write results for scripts to this file, one object per line")
  private Path json;

  @Option(
      names = "--processes",
      description = "four processes in real time instead of lockstep in one")
  private boolean processes;

  @Option(
      names = "--minutes",
      description = "with --processes: how long (default: ${DEFAULT-VALUE})")
  private double minutes = 5;

  @Option(
      names = "--drill",
      description =
          "with --processes: kill -9 learner and policy in mid-episode and see that nothing is lost")
  private boolean drill;

  @Override
  public Integer call() {
    if (processes && task != null)
      throw new ConfigException("--task: the processes read the rig file; name the task there");
    if (processes) return inProcesses();
    try (Interruption interruption = new Interruption()) {
      return inLockstep(interruption);
    }
  }

  private int inProcesses() {
    String run = RunNames.folder(runs, name, "processes-" + seed).getFileName().toString();
    Path arm = rig == null ? CONFIGS.resolve("rigs/sim-franka.yaml") : rig;
    Path root = Path.of(System.getProperty("reins.root", "."));
    return new ProcessesDemo(
            new ProcessesDemo.Options(root, arm, runs, run, seed, minutes, drill, threads, json))
        .run();
  }

  private int inLockstep(Interruption interruption) {
    Deployment config = variant.of(Deployment.load(CONFIGS, rig, task));
    Path folder = RunNames.folder(runs, name, "demo-" + seed);
    JsonLines lines = new JsonLines(json);
    Training.Plan plan = Training.Plan.standard(variant, seed, steps, threads, folder);
    Training.Result result;
    try (Training training = new Training(config, plan, new Progress())) {
      result = training.run(interruption::happened);
      keep(folder.resolve("policy.onnx"), result.policy());
      // Pictures cannot be written by a JVM on its way out.
      if (!interruption.happened()) training.draw(folder.resolve("curve.png"));
    }
    if (interruption.happened()) return tellInterrupted(folder, result);
    Evaluation.Result evaluation = Evaluation.run(config, result.policy(), episodes, seed, threads);
    lines.add(line(result, evaluation));
    tell(config, folder, result, evaluation);
    return 0;
  }

  private static int tellInterrupted(Path folder, Training.Result result) {
    System.out.printf(
        "Stopped after %d steps; everything so far, the policy too, is in %s%n",
        result.envSteps(), folder);
    return INTERRUPTED;
  }

  private static void keep(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be written", e);
    }
  }

  private Map<String, Object> line(Training.Result result, Evaluation.Result evaluation) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("bench", "demo");
    values.put("case", variant.label());
    values.put("who", "reins");
    values.put("seed", seed);
    values.put("success_ratio", evaluation.successRatio());
    values.put("ci_low", evaluation.interval().low());
    values.put("ci_high", evaluation.interval().high());
    values.put("episodes", evaluation.episodes());
    values.put("env_steps", result.envSteps());
    values.put("wall_s", result.wall_s());
    values.put("updates", result.updates());
    values.put("demonstrations", result.demonstrations());
    values.put("interventions", result.interventions());
    values.put("interventions_per_episode", result.interventionsPerEpisode());
    values.put("cycle_s", evaluation.cycle_s());
    values.put("steps_to_80", result.curve().stepsTo(0.80));
    values.put("steps_to_95", result.curve().stepsTo(0.95));
    return values;
  }

  private void tell(
      Deployment config, Path folder, Training.Result result, Evaluation.Result evaluation) {
    Intervals.Interval ci = evaluation.interval();
    System.out.printf(
        "%s: %d of %d unseen starts solved (95 %% interval %.0f-%.0f %%), %.1f s each, after %d steps,"
            + " %d demonstrations and %d corrections, in %.0f s.%n",
        config.task().name(),
        evaluation.successes(),
        evaluation.episodes(),
        100 * ci.low(),
        100 * ci.high(),
        evaluation.cycle_s(),
        result.envSteps(),
        result.demonstrations(),
        result.interventions(),
        result.wall_s());
    System.out.printf(
        "Learning curve: %s   policy: %s   health: %s%n",
        folder.resolve("curve.png"), folder.resolve("policy.onnx"), folder.resolve("health.html"));
  }
}
