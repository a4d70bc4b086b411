package reins.sim.bench.cockpit;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reins.policy.camera.CameraDesk;
import reins.sim.processes.Browser;
import reins.sim.report.Interruption;
import reins.sim.report.Intervals;
import reins.sim.report.JsonLines;
import reins.sim.report.Progress;

/** {@code ./reins bench cockpit}: how fast a person's hands are, and what viewers cost. */
@Command(
    name = "cockpit",
    mixinStandardHelpOptions = true,
    description = {
      "Presses keys at the cockpit of a simulated robot, controller and policy process, each its own process, and measures",
      "until the controller's set-point moves: in Chromium at the cockpit's page, and as the floor over a WebSocket alone, in",
      "turns; then lets viewers watch the cameras and looks at the actor's steps and the controller's ticks. About five minutes."
    })
public final class CockpitBench implements Callable<Integer> {
  private static final double P50_LIMIT_MS = 25;
  private static final double P99_LIMIT_MS = 60;

  /** Less what begins and ends within a stretch. */
  private static final double CAMERA_LIMIT_HZ = 0.98 * CameraDesk.HZ;

  /** Of a tick's time without viewers: two stretches differ by as much by themselves. */
  private static final double TICK_LIMIT = 1.25;

  @Option(names = "--rig", description = "rig file (default: ${DEFAULT-VALUE})")
  private Path rigFile = Path.of("hardware-configs/rigs/sim-franka.yaml");

  @Option(
      names = "--trials",
      description =
          "keys pressed in a round, in the browser and again without (default: ${DEFAULT-VALUE})")
  private int trials = 20;

  @Option(names = "--viewers", description = "of the cameras (default: ${DEFAULT-VALUE})")
  private int viewers = 3;

  @Option(
      names = "--rounds",
      description =
          "of keys, and of stretches without, with and without viewers (default: ${DEFAULT-VALUE})")
  private int rounds = 3;

  @Option(names = "--no-browser", description = "the floor alone")
  private boolean noBrowser;

  @Option(names = "--seconds", description = "of each stretch (default: ${DEFAULT-VALUE})")
  private double seconds = 5;

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
    String missing = noBrowser ? "told not to" : Browser.missing();
    if (!missing.isEmpty())
      System.err.println("reins: NOT measured in a browser, only the floor: " + missing);
    try (Interruption interruption = new Interruption();
        CockpitStand stand = new CockpitStand(rigFile);
        HttpClient client = HttpClient.newHttpClient()) {
      stand.start();
      // Whoever comes first commands; the watcher's pictures say how the robot is.
      SocketPresser first = new SocketPresser(Page.link(client, stand.port()));
      try (Page watcher = Page.link(client, stand.port());
          BrowserPresser browser = missing.isEmpty() ? browser(stand) : null) {
        stand.await("a picture", () -> watcher.state() != null);
        Turns turns = new Turns(stand, client, watcher, seed);
        boolean fast = true;
        if (trials == 0) turns.stay(first);
        else fast = press(turns, first, browser, lines, interruption);
        boolean quiet = rounds == 0 || watch(turns, client, lines, interruption);
        boolean whole = missing.isEmpty() || noBrowser;
        return fast && quiet && whole && !interruption.happened() ? 0 : 1;
      }
    }
  }

  private static BrowserPresser browser(CockpitStand stand) {
    Path folder = stand.rig().folder();
    Path root = Path.of(System.getProperty("reins.root"));
    return new BrowserPresser(Browser.modules(root, folder.resolve("npm.log")), folder);
  }

  private boolean press(
      Turns turns,
      SocketPresser first,
      BrowserPresser browser,
      JsonLines lines,
      Interruption interruption) {
    InputLatency floor = turns.latency(), seen = turns.latency();
    SocketPresser socket = first;
    for (int i = 0; i < rounds && !interruption.happened(); i++) {
      double share = (double) i / rounds;
      Runnable shown = () -> progress.show(System.nanoTime(), share, () -> "input to set-point");
      turns.take(floor, socket, trials, shown);
      socket.close();
      turns.awaitFree();
      if (browser != null) {
        browser.open(turns.port());
        turns.take(seen, browser, trials, shown);
        browser.leave();
        turns.awaitFree();
      }
      socket = turns.socket();
    }
    turns.stay(socket);
    progress.end();
    tell("websocket", floor, lines);
    if (browser == null) return judge(floor);
    tell("chromium", seen, lines);
    System.out.printf(
        Locale.ROOT,
        "in the browser %.1f times the floor's p50, %.1f times its p99; the page's clock is known to %.2f ms%n",
        seen.all().ms(50) / floor.all().ms(50),
        seen.all().ms(99) / floor.all().ms(99),
        browser.spread_ms() / 2);
    return judge(seen);
  }

  private static boolean judge(InputLatency input) {
    return input.lost() == 0
        && input.all().ms(50) < P50_LIMIT_MS
        && input.all().ms(99) < P99_LIMIT_MS;
  }

  private boolean watch(
      Turns turns, HttpClient client, JsonLines lines, Interruption interruption) {
    int cameras = turns.cameras();
    try (Audience audience = new Audience(client, turns.stand(), viewers, turns::missed)) {
      for (int i = 0; i < rounds && !interruption.happened(); i++) {
        double share = (double) i / rounds;
        progress.show(System.nanoTime(), share, () -> "without and with viewers");
        audience.round(seconds);
      }
      progress.end();
      tell(audience, cameras, lines);
      return audience.missedWith() == 0
          && audience.camera_Hz(cameras) >= CAMERA_LIMIT_HZ
          && audience.ticks().ratio(0.5) <= TICK_LIMIT
          && audience.ticks().ratio(0.99) <= TICK_LIMIT;
    } finally {
      turns.close();
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
    compare("tick", a.ticks(), values);
    compare("sent", a.sent(), values);
    lines.add(values);
  }

  private static void compare(String name, Comparison c, Map<String, Object> out) {
    compare(name, "p50", c, ticks -> ticks.percentile_us(0.5), out);
    compare(name, "p99", c, ticks -> ticks.percentile_us(0.99), out);
    compare(name, "p99_9", c, ticks -> ticks.percentile_us(0.999), out);
    compare(name, "mean", c, TickDifference::mean_us, out);
  }

  private static void compare(
      String name,
      String what,
      Comparison c,
      ToDoubleFunction<TickDifference> of,
      Map<String, Object> out) {
    double with = of.applyAsDouble(c.with()), without = of.applyAsDouble(c.without());
    double again = of.applyAsDouble(c.after()) / of.applyAsDouble(c.before());
    Intervals.Interval rounds = c.ofRounds(of);
    String key = name + "_" + what;
    out.put(key + "_us", with);
    out.put(key + "_us_without", without);
    out.put(key + "_ratio", with / without);
    out.put(key + "_ratio_of_those_without", again);
    out.put(key + "_ratio_of_rounds", rounds.value());
    out.put(key + "_ratio_of_rounds_low", rounds.low());
    out.put(key + "_ratio_of_rounds_high", rounds.high());
    System.out.printf(
        Locale.ROOT,
        "%s %-6s %5.1f us without viewers, %5.1f us with them: ratio %.2f, of a round %.2f (%.2f to %.2f); without after and before: %.2f%n",
        name,
        what.replace('_', '.'),
        without,
        with,
        with / without,
        rounds.value(),
        rounds.low(),
        rounds.high(),
        again);
  }

  private void tell(String who, InputLatency input, JsonLines lines) {
    tell(who, "onset", input.onset(), lines);
    tell(who, "driving", input.driving(), lines);
    if (who.equals("chromium")) tell(who, "driver_to_setpoint", input.given(), lines);
    Map<String, Object> values = tell(who, "input_to_setpoint", input.all(), lines);
    if (input.lost() > 0) System.out.printf("%s: %d keys moved nothing%n", who, input.lost());
    values.put("lost", input.lost());
    lines.add(values);
  }

  private Map<String, Object> tell(String who, String what, Presses presses, JsonLines lines) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("bench", "cockpit");
    values.put("case", what);
    values.put("who", who);
    values.put("seed", seed);
    presses.tell(who, what, values);
    if (!what.equals("input_to_setpoint")) lines.add(values);
    return values;
  }
}
