package reins.sim.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reins.contract.config.ConfigException;
import reins.contract.config.RigConfig;
import reins.sim.report.Intervals;
import reins.sim.report.JsonLines;

/** {@code ./reins eval}: how good a policy is on its own, from starts that no training saw. */
@Command(
    name = "eval",
    mixinStandardHelpOptions = true,
    description =
        "Runs a policy deterministically and alone in the simulator: success with interval, cycle time.")
public final class EvalCommand implements Callable<Integer> {
  @Option(names = "--rig", description = "rig file (default: ${DEFAULT-VALUE})")
  private Path rig = Path.of("hardware-configs/rigs/sim-franka.yaml");

  @Option(
      names = "--task",
      description = "another one of hardware-configs/tasks than the rig's own, by its name")
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

  @Option(names = "--film", description = "draw the first episode as a PNG film strip")
  private Path film;

  @Option(names = "--json", description = "write the result for scripts to this file")
  private Path json;

  @Override
  public Integer call() {
    if (episodes < 1) throw new ConfigException("--episodes: expected at least 1, got " + episodes);
    RigConfig.Resolved config = RigConfig.load(rig, task);
    JsonLines lines = new JsonLines(json);
    byte[] onnx = read(policy);
    Evaluation.Result result = Evaluation.run(config, onnx, episodes, seed, threads);
    if (film != null) FilmStrip.write(config, onnx, seed, film);
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

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new ConfigException("--policy: " + file + " cannot be read");
    }
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
