package reins.sim.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reins.contract.config.ConfigException;
import reins.contract.config.Deployment;
import reins.contract.config.FlightTask;
import reins.contract.config.RigConfig;
import reins.sim.processes.ProcessesEvaluation;
import reins.sim.quad.FlightPicture;
import reins.sim.report.Intervals;
import reins.sim.report.JsonLines;
import reins.sim.report.RunNames;

/** {@code ./reins eval}: how good a policy is on its own, from starts that no training saw. */
@Command(
    name = "eval",
    mixinStandardHelpOptions = true,
    description =
        "Runs a policy deterministically and alone in the simulator: success with interval, cycle time.")
public final class EvalCommand implements Callable<Integer> {
  private static final int DRAWN_FLIGHTS = 10;
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
      names = "--policy",
      required = true,
      description = "ONNX file, such as runs/demo-1/policy.onnx")
  private Path policy;

  @Option(names = "--episodes", description = "how many (default: ${DEFAULT-VALUE})")
  private int episodes = 100;

  @Option(names = "--seed", description = "of the starts (default: ${DEFAULT-VALUE})")
  private long seed = 1;

  @Option(
      names = "--threads",
      description = "the result does not depend on it (default: ${DEFAULT-VALUE})")
  private int threads = Math.min(2, Runtime.getRuntime().availableProcessors());

  @Option(
      names = "--film",
      description = "PNG to draw: an arm's first episode as a strip, a quadrotor's first ten paths")
  private Path film;

  @Option(names = "--json", description = "write the result for scripts to this file")
  private Path json;

  @Option(
      names = "--processes",
      description =
          "four processes in real time over the rig's topics instead of lockstep in one (default rig: rigs/sim-TASK.yaml)")
  private boolean processes;

  @Option(
      names = "--runs",
      description = "with --processes: folder of run folders (default: ${DEFAULT-VALUE})")
  private Path runs = Path.of("runs");

  @Override
  public Integer call() {
    if (episodes < 1) throw new ConfigException("--episodes: expected at least 1, got " + episodes);
    byte[] onnx = read(policy);
    JsonLines lines = new JsonLines(json);
    if (processes) return inProcesses(lines);
    Deployment config = Deployment.load(CONFIGS, rig, task);
    Evaluation.Result result = Evaluation.run(config, onnx, episodes, seed, threads);
    if (config instanceof FlightTask.Resolved flight) {
      int shown = Math.min(episodes, DRAWN_FLIGHTS);
      List<double[][]> flown =
          film == null ? List.of() : GateFlights.fly(flight, onnx, seed, shown);
      compare(flight, flown, lines);
    }
    if (film != null && config instanceof RigConfig.Resolved arm)
      FilmStrip.write(arm, onnx, seed, film);
    lines.add(line(result));
    Intervals.Interval ci = result.interval();
    System.out.printf(
        "%s: %d of %d starts solved (95 %% interval %.0f-%.0f %%), %.1f s each; %d steps in %.0f s.%n",
        config.task().name(),
        result.successes(),
        result.episodes(),
        100 * ci.low(),
        100 * ci.high(),
        result.cycle_s(),
        result.envSteps(),
        result.wall_s());
    return 0;
  }

  private int inProcesses(JsonLines lines) {
    if (rig != null && task != null)
      throw new ConfigException("--task: the processes read the rig file; name the task there");
    if (rig == null && task == null)
      throw new ConfigException("--processes: expected --rig, or --task of a rigs/sim-TASK.yaml");
    Path file = rig != null ? rig : CONFIGS.resolve("rigs/sim-" + task + ".yaml");
    String run = RunNames.folder(runs, null, "processes-eval-" + seed).getFileName().toString();
    Path root = Path.of(System.getProperty("reins.root", "."));
    ProcessesEvaluation evaluation =
        new ProcessesEvaluation(
            new ProcessesEvaluation.Options(root, file, runs, run, policy, episodes, seed));
    ProcessesEvaluation.Result result = evaluation.run();
    Intervals.Interval ci = Intervals.wilson(result.successes(), result.episodes());
    System.out.printf(
        "%s by four processes: %d of %d starts solved (95 %% interval %.0f-%.0f %%), %.2f s each; %d cut short by the"
            + " robot's side (counted as not solved), %d steps missed, sent up %d times; %d steps in %.0f s.%n",
        evaluation.place().deployment().task().name(),
        result.successes(),
        result.episodes(),
        100 * ci.low(),
        100 * ci.high(),
        result.cycle_s(),
        result.cutShort(),
        result.missedSteps(),
        result.sentUp(),
        result.envSteps(),
        result.wall_s());
    if (evaluation.place().deployment() instanceof FlightTask.Resolved flight)
      compare(flight, result.flown(), lines);
    lines.add(line(result, ci));
    return result.episodes() == episodes ? 0 : 1;
  }

  /**
   * A planned path from the same starts, flown by the geometric controller, in lockstep.
   *
   * @param flown where the policy flew; drawn where a film is wanted
   */
  private void compare(FlightTask.Resolved config, List<double[][]> flown, JsonLines lines) {
    GateLaps.Result planned =
        GateLaps.fly(config, episodes, Evaluation.UNSEEN + seed, DRAWN_FLIGHTS);
    System.out.printf(
        "A planned path from the same starts, flown by the geometric controller: %d of %d, %.2f s each.%n",
        planned.lap_s().size(), episodes, planned.mean_s());
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("bench", "eval");
    values.put("case", config.task().name());
    values.put("who", "planned-path");
    values.put("seed", seed);
    values.put("success_ratio", (double) planned.lap_s().size() / episodes);
    values.put("episodes", episodes);
    values.put("cycle_s", planned.mean_s());
    lines.add(values);
    if (film == null) return;
    List<FlightPicture.Flown> drawn = new ArrayList<>(FlightPicture.of(config.task().reward()));
    drawn.add(FlightPicture.of("policy", flown.subList(0, Math.min(flown.size(), DRAWN_FLIGHTS))));
    drawn.add(FlightPicture.of("planned path", planned.flown()));
    double[] high_m = config.task().box().high_m();
    FlightPicture.write(film, config.task().name(), high_m[0], high_m[1], drawn);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new ConfigException("--policy: " + file + " cannot be read");
    }
  }

  private Map<String, Object> line(ProcessesEvaluation.Result result, Intervals.Interval ci) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("bench", "eval");
    values.put("case", "processes");
    values.put("who", "reins");
    values.put("seed", seed);
    values.put("success_ratio", (double) result.successes() / result.episodes());
    values.put("ci_low", ci.low());
    values.put("ci_high", ci.high());
    values.put("episodes", result.episodes());
    values.put("cut_short", result.cutShort());
    values.put("sent_up", result.sentUp());
    values.put("env_steps", result.envSteps());
    values.put("missed_steps", result.missedSteps());
    values.put("wall_s", result.wall_s());
    values.put("cycle_s", result.cycle_s());
    return values;
  }

  private Map<String, Object> line(Evaluation.Result result) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("bench", "eval");
    values.put("case", policy.toString());
    values.put("who", "reins");
    values.put("seed", seed);
    values.put("success_ratio", result.successRatio());
    values.put("ci_low", result.interval().low());
    values.put("ci_high", result.interval().high());
    values.put("episodes", result.episodes());
    values.put("env_steps", result.envSteps());
    values.put("wall_s", result.wall_s());
    values.put("cycle_s", result.cycle_s());
    return values;
  }
}
