package reins.sim.bench.cockpit;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reins.contract.config.TaskConfig;
import reins.sim.report.Interruption;
import reins.sim.report.JsonLines;
import reins.sim.report.Progress;

/** {@code ./reins bench cockpit}: how fast a person's hands are. */
@Command(
    name = "cockpit",
    mixinStandardHelpOptions = true,
    description = {
      "Presses keys at the cockpit of a simulated robot, controller and policy process, each its own process, over a real",
      "WebSocket without a browser, and measures until the controller's set-point moves. Takes about three minutes."
    })
public final class CockpitBench implements Callable<Integer> {
  private static final double P50_LIMIT_MS = 25;
  private static final double P99_LIMIT_MS = 60;

  @Option(names = "--rig", description = "rig file (default: ${DEFAULT-VALUE})")
  private Path rigFile = Path.of("hardware-configs/rigs/sim-franka.yaml");

  @Option(names = "--trials", description = "keys pressed (default: ${DEFAULT-VALUE})")
  private int trials = 200;

  @Option(names = "--seed", description = "of the moments (default: ${DEFAULT-VALUE})")
  private long seed = 1;

  @Option(
      names = "--json",
      description = "write results for scripts to this file, one object per line")
  private Path json;

  private final Progress progress = new Progress();

  @Override
  public Integer call() {
    JsonLines lines = new JsonLines(json);
    try (Interruption interruption = new Interruption();
        CockpitStand stand = new CockpitStand(rigFile);
        HttpClient client = HttpClient.newHttpClient()) {
      stand.start();
      return press(stand, client, lines, interruption) ? 0 : 1;
    }
  }

  private boolean press(
      CockpitStand stand, HttpClient client, JsonLines lines, Interruption interruption) {
    TaskConfig task = stand.rig().config().task();
    try (Page page = new Page(client, stand.port());
        InputLatency input = new InputLatency(page, stand.exchange(), task.episode_steps(), seed)) {
      stand.await("a picture", () -> page.state() != null);
      for (int done = 0; done < trials && !interruption.happened(); ) {
        if (input.trial(done)) done++;
        double share = (double) done / trials;
        progress.show(System.nanoTime(), share, () -> "input to set-point");
      }
      progress.end();
      Histogram all = input.onset_ns().copy();
      all.add(input.driving_ns());
      tell("onset", input.onset_ns(), input.lost(), lines);
      tell("driving", input.driving_ns(), input.lost(), lines);
      tell("input_to_setpoint", all, input.lost(), lines);
      return input.lost() == 0
          && ms(all, 50) < P50_LIMIT_MS
          && ms(all, 99) < P99_LIMIT_MS
          && !interruption.happened();
    }
  }

  private void tell(String what, Histogram h, int lost, JsonLines lines) {
    System.out.printf(
        Locale.ROOT,
        "%-18s %4d keys: p50 %5.1f ms (limit %.0f), p99 %5.1f ms (limit %.0f), max %5.1f ms, %d lost%n",
        what,
        h.getTotalCount(),
        ms(h, 50),
        P50_LIMIT_MS,
        ms(h, 99),
        P99_LIMIT_MS,
        h.getMaxValue() * 1e-6,
        lost);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("bench", "cockpit");
    values.put("case", what);
    values.put("who", "reins");
    values.put("seed", seed);
    values.put("trials", h.getTotalCount());
    values.put("lost", lost);
    values.put("input_p50_ms", ms(h, 50));
    values.put("input_p99_ms", ms(h, 99));
    values.put("input_max_ms", h.getMaxValue() * 1e-6);
    lines.add(values);
  }

  private static double ms(Histogram h, double percentile) {
    return h.getValueAtPercentile(percentile) * 1e-6;
  }
}
