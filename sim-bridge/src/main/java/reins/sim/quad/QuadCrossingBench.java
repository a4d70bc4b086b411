package reins.sim.quad;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reins.contract.config.ConfigException;
import reins.contract.config.FlightConfig;
import reins.controller.quad.Neighbours;
import reins.sim.report.Intervals;
import reins.sim.report.JsonLines;
import reins.sim.report.Progress;

/** {@code ./reins bench quad-crossing}: vehicles that cross, with their filter and without. */
@Command(
    name = "quad-crossing",
    mixinStandardHelpOptions = true,
    description = {
      "Vehicles around a circle fly to its other side all at once, each by a policy that knows nothing of the others.",
      "The share of episodes in which two hulls touch, with each controller's filter on its neighbours and without it."
    })
public final class QuadCrossingBench implements Callable<Integer> {
  @Option(names = "--flight", description = "flight file (default: ${DEFAULT-VALUE})")
  private Path flight = Path.of("hardware-configs/flights/sim-crazyflie.yaml");

  @Option(names = "--vehicles", description = "how many (default: ${DEFAULT-VALUE})")
  private int vehicles = 8;

  @Option(names = "--episodes", description = "with and without each (default: ${DEFAULT-VALUE})")
  private int episodes = 1000;

  @Option(names = "--seed", description = "of the first episode (default: ${DEFAULT-VALUE})")
  private long seed = 1;

  @Option(
      names = "--threads",
      description = "the result does not depend on it (default: ${DEFAULT-VALUE})")
  private int threads = Math.min(2, Runtime.getRuntime().availableProcessors());

  @Option(names = "--pictures", description = "folder (default: ${DEFAULT-VALUE})")
  private Path pictures = Path.of("runs/quad-crossing");

  @Option(names = "--json", description = "write results for scripts to this file")
  private Path json;

  @Override
  public Integer call() {
    if (vehicles < 2 || vehicles > Neighbours.most() + 1)
      throw new ConfigException(
          "--vehicles: expected 2 to " + (Neighbours.most() + 1) + ", got " + vehicles);
    if (episodes < 1) throw new ConfigException("--episodes: expected at least 1, got " + episodes);
    FlightConfig.Resolved config = FlightConfig.load(flight);
    double room_m = QuadCrossing.radius_m(config, vehicles);
    for (int i = 0; i < 2; i++)
      if (config.flight().fence().high_m()[i] < room_m
          || -config.flight().fence().low_m()[i] < room_m)
        throw new ConfigException(
            "%s: fence: expected %.1f m around the origin for %d vehicles"
                .formatted(flight, room_m, vehicles));
    JsonLines lines = new JsonLines(json);
    int with = tell(config, true, lines);
    tell(config, false, lines);
    return with == 0 ? 0 : 1;
  }

  /** Returns in how many episodes vehicles collided. */
  private int tell(FlightConfig.Resolved config, boolean filtered, JsonLines lines) {
    List<QuadCrossing.Result> results = fly(config, filtered);
    int collided = (int) results.stream().filter(QuadCrossing.Result::collided).count();
    double nearest_m =
        results.stream().mapToDouble(QuadCrossing.Result::nearest_m).min().orElse(Double.NaN);
    double arrived =
        results.stream().mapToInt(QuadCrossing.Result::arrived).sum()
            / (double) (vehicles * episodes);
    Intervals.Interval ci = Intervals.wilson(collided, episodes);
    Path png = pictures.resolve(filtered ? "with-filter.png" : "without-filter.png");
    draw(png, results.getFirst(), QuadCrossing.radius_m(config, vehicles));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("bench", "quad-crossing");
    values.put("case", filtered ? "with-filter" : "without-filter");
    values.put("who", "reins");
    values.put("seed", seed);
    values.put("vehicles", vehicles);
    values.put("episodes", episodes);
    values.put("collision_ratio", ci.value());
    values.put("ci_low", ci.low());
    values.put("ci_high", ci.high());
    values.put("nearest_m", nearest_m);
    values.put("arrived_ratio", arrived);
    lines.add(values);
    System.out.printf(
        "%s: %d of %d crossings of %d vehicles collided (95 %% interval %.1f-%.1f %%); nearest %.3f m, hulls touch at %.3f m; %.1f %% at their goals. %s%n",
        filtered ? "With the filter" : "Without it",
        collided,
        episodes,
        vehicles,
        100 * ci.low(),
        100 * ci.high(),
        nearest_m,
        QuadCrossing.hull_m(config.quadrotor()),
        100 * arrived,
        png);
    return collided;
  }

  private List<QuadCrossing.Result> fly(FlightConfig.Resolved config, boolean filtered) {
    Progress progress = new Progress();
    List<QuadCrossing.Result> results = new ArrayList<>();
    String what = filtered ? "with the filter" : "without it";
    for (int from = 0; from < episodes; from += threads) {
      int first = from;
      progress.show(
          System.nanoTime(),
          (double) from / episodes,
          () -> what + " " + first + " of " + episodes);
      results.addAll(
          IntStream.range(from, Math.min(episodes, from + threads))
              .parallel()
              .mapToObj(i -> QuadCrossing.fly(config, vehicles, seed + i, filtered))
              .toList());
    }
    progress.end();
    return results;
  }

  private void draw(Path png, QuadCrossing.Result result, double radius_m) {
    List<FlightPicture.Flown> paths = new ArrayList<>();
    for (int i = 0; i < vehicles; i++)
      paths.add(
          new FlightPicture.Flown(
              "vehicle " + (i + 1), result.paths_m()[i][0], result.paths_m()[i][1]));
    double half_m = 1.1 * radius_m;
    FlightPicture.write(png, vehicles + " vehicles cross", half_m, half_m, paths);
  }
}
