package reins.sim.bench.cockpit;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reins.contract.config.TaskConfig;
import reins.sim.report.Interruption;
import reins.sim.report.JsonLines;
import reins.sim.report.Progress;

/** {@code ./reins bench cockpit}: how fast a person's hands are, and what viewers cost. */
@Command(
    name = "cockpit",
    mixinStandardHelpOptions = true,
    description = {
      "Presses keys at the cockpit of a simulated robot, controller and policy process, each its own process, over real",
      "WebSockets without a browser, and measures until the controller's set-point moves; then lets viewers watch the",
      "cameras and looks at the actor's steps and the controller's ticks. Takes about four minutes."
    })
public final class CockpitBench implements Callable<Integer> {
  private static final double P50_LIMIT_MS = 25;
  private static final double P99_LIMIT_MS = 60;

  @Option(names = "--rig", description = "rig file (default: ${DEFAULT-VALUE})")
  private Path rigFile = Path.of("hardware-configs/rigs/sim-franka.yaml");

  @Option(names = "--trials", description = "keys pressed (default: ${DEFAULT-VALUE})")
  private int trials = 200;

  @Option(names = "--viewers", description = "of the cameras (default: ${DEFAULT-VALUE})")
  private int viewers = 3;

  @Option(names = "--rounds", description = "without and with them (default: ${DEFAULT-VALUE})")
  private int rounds = 3;

  @Option(names = "--seconds", description = "of each (default: ${DEFAULT-VALUE})")
  private double seconds = 10;

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
      TaskConfig task = stand.rig().config().task();
      try (Page page = Page.link(client, stand.port());
          InputLatency input =
              new InputLatency(page, stand.exchange(), task.episode_steps(), seed)) {
        stand.await("a picture", () -> page.state() != null);
        boolean fast = trials == 0 || press(input, lines, interruption);
        input.rest();
        boolean quiet = rounds == 0 || watch(stand, client, page, lines, interruption);
        return fast && quiet && !interruption.happened() ? 0 : 1;
      }
    }
  }

  private boolean press(InputLatency input, JsonLines lines, Interruption interruption) {
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
    return input.lost() == 0 && ms(all, 50) < P50_LIMIT_MS && ms(all, 99) < P99_LIMIT_MS;
  }

  private boolean watch(
      CockpitStand stand,
      HttpClient client,
      Page page,
      JsonLines lines,
      Interruption interruption) {
    int cameras = stand.rig().config().rig().cockpit().cameras().size();
    LongSupplier missed = () -> page.state().get("counts").get("missed").asLong();
    try (Audience audience = new Audience(client, stand, viewers, missed)) {
      for (int i = 0; i < rounds && !interruption.happened(); i++) {
        double share = (double) i / rounds;
        progress.show(System.nanoTime(), share, () -> "without and with viewers");
        audience.round(seconds);
      }
      progress.end();
      tell(audience, cameras, lines);
      return audience.missedWith() == 0;
    }
  }

  private void tell(Audience a, int cameras, JsonLines lines) {
    System.out.printf(
        Locale.ROOT,
        "%d viewers of %d cameras: %.1f Hz each, %.1f MB/s in all, robot %.1f Hz; steps missed %d without, %d with%n",
        viewers,
        cameras,
        a.camera_Hz(cameras),
        a.camera_MB_s(),
        a.robot_Hz(),
        a.missedWithout(),
        a.missedWith());
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("bench", "cockpit");
    values.put("case", "viewers");
    values.put("who", "reins");
    values.put("viewers", viewers);
    values.put("cameras", cameras);
    values.put("camera_Hz", a.camera_Hz(cameras));
    values.put("robot_Hz", a.robot_Hz());
    values.put("camera_MB_s", a.camera_MB_s());
    values.put("missed_steps", a.missedWith());
    values.put("missed_steps_without", a.missedWithout());
    compare("p50", a.with().percentile_us(0.5), a.without().percentile_us(0.5), values);
    compare("p99", a.with().percentile_us(0.99), a.without().percentile_us(0.99), values);
    compare("p99_9", a.with().percentile_us(0.999), a.without().percentile_us(0.999), values);
    compare("mean", a.with().mean_us(), a.without().mean_us(), values);
    lines.add(values);
  }

  private static void compare(String what, double with, double without, Map<String, Object> out) {
    out.put("tick_" + what + "_us", with);
    out.put("tick_" + what + "_us_without", without);
    out.put("tick_" + what + "_ratio", with / without);
    System.out.printf(
        Locale.ROOT,
        "tick %-6s %5.1f us without viewers, %5.1f us with them: ratio %.2f%n",
        what.replace('_', '.'),
        without,
        with,
        with / without);
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
