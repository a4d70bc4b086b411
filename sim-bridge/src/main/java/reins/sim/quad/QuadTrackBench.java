package reins.sim.quad;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reins.contract.config.ConfigException;
import reins.contract.config.FlightConfig;
import reins.sim.report.JsonLines;
import reins.sim.report.Progress;

/** {@code ./reins bench quad-track}: the geometric controller on a lemniscate. */
@Command(
    name = "quad-track",
    mixinStandardHelpOptions = true,
    description = {
      "Flies a lemniscate 6 m wide with each vehicle at one speed all along: as the file says, and with mass, inertia,",
      "thrust, torque, motor lag and drag each off by up to the spread, unknown to the controller. Draws what was flown."
    })
public final class QuadTrackBench implements Callable<Integer> {
  private static final double NOMINAL_m = 0.10;
  private static final double RANDOMIZED_m = 0.20;
  private static final int DRAWN = 5;

  @Option(names = "--flights", description = "folder of flight files (default: ${DEFAULT-VALUE})")
  private Path flights = Path.of("hardware-configs/flights");

  @Option(names = "--vehicles", split = ",", description = "default: ${DEFAULT-VALUE}")
  private List<String> vehicles = List.of("crazyflie", "racer5", "hummingbird");

  @Option(names = "--speed", description = "in m/s (default: ${DEFAULT-VALUE})")
  private double speed_m_s = 2;

  @Option(names = "--trials", description = "randomized vehicles (default: ${DEFAULT-VALUE})")
  private int trials = 20;

  @Option(
      names = "--spread",
      description = "share by which each is off (default: ${DEFAULT-VALUE})")
  private double spread = 0.3;

  @Option(
      names = "--noise",
      description = "states 20 ms late and noisy, as a motion-capture hall gives them")
  private boolean noise;

  @Option(names = "--rounds", description = "of the lemniscate (default: ${DEFAULT-VALUE})")
  private double rounds = 2;

  @Option(names = "--seed", description = "of the randomized vehicles (default: ${DEFAULT-VALUE})")
  private long seed = 1;

  @Option(names = "--pictures", description = "folder (default: ${DEFAULT-VALUE})")
  private Path pictures = Path.of("runs/quad-track");

  @Option(names = "--json", description = "write results for scripts to this file")
  private Path json;

  @Override
  public Integer call() {
    if (!(speed_m_s > 0 && speed_m_s <= 20))
      throw new ConfigException("--speed: expected a number from 0 to 20, got " + speed_m_s);
    if (!(spread >= 0 && spread < 1))
      throw new ConfigException("--spread: expected a number from 0 to 1, got " + spread);
    if (trials < 0 || !(rounds > 0))
      throw new ConfigException("--trials, --rounds: expected at least 0, and more than 0");
    JsonLines lines = new JsonLines(json);
    Progress progress = new Progress();
    boolean good = true;
    for (String vehicle : vehicles) good &= track(vehicle, lines, progress);
    return good ? 0 : 1;
  }

  private boolean track(String vehicle, JsonLines lines, Progress progress) {
    FlightConfig.Resolved config = FlightConfig.load(flights.resolve("sim-" + vehicle + ".yaml"));
    List<FlightPicture.Flown> drawn = new ArrayList<>();
    QuadTrack.Result nominal =
        QuadTrack.fly(config, Airframe.nominal(config.quadrotor()), sensing(), speed_m_s, rounds);
    drawn.add(new FlightPicture.Flown("asked for", nominal.xRef_m(), nominal.yRef_m()));
    drawn.add(new FlightPicture.Flown("as in the file", nominal.x_m(), nominal.y_m()));
    Random random = new Random(seed);
    double worst_m = 0, max_m = 0, sum_m = 0;
    for (int i = 0; i < trials; i++) {
      int done = i;
      progress.show(
          System.nanoTime(), (double) i / trials, () -> vehicle + " " + done + " of " + trials);
      Airframe frame = Airframe.randomized(config.quadrotor(), spread, random);
      QuadTrack.Result result = QuadTrack.fly(config, frame, sensing(), speed_m_s, rounds);
      worst_m = Math.max(worst_m, result.rms_m());
      max_m = Math.max(max_m, result.max_m());
      sum_m += result.rms_m();
      if (i < DRAWN)
        drawn.add(new FlightPicture.Flown("randomized " + (i + 1), result.x_m(), result.y_m()));
    }
    progress.end();
    Path png = pictures.resolve(vehicle + ".png");
    FlightPicture.write(png, vehicle + ", lemniscate at " + speed_m_s + " m/s", 3.5, 1.5, drawn);
    lines.add(line(vehicle, "nominal", 1, nominal.rms_m(), nominal.rms_m(), nominal.max_m()));
    if (trials > 0) lines.add(line(vehicle, "randomized", trials, sum_m / trials, worst_m, max_m));
    System.out.printf(
        "%s at %.1f m/s: RMS %.3f m (largest %.3f m); %d vehicles off by up to %.0f %%: RMS %.3f m, worst %.3f m (largest %.3f m). %s%n",
        vehicle,
        speed_m_s,
        nominal.rms_m(),
        nominal.max_m(),
        trials,
        100 * spread,
        trials == 0 ? 0 : sum_m / trials,
        worst_m,
        max_m,
        png);
    return nominal.rms_m() < NOMINAL_m && worst_m < RANDOMIZED_m;
  }

  private Sensing sensing() {
    return noise ? Sensing.HALL : Sensing.PERFECT;
  }

  private Map<String, Object> line(
      String vehicle, String what, int episodes, double mean_m, double worst_m, double max_m) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("bench", "quad-track");
    values.put("case", vehicle + "-" + what + (noise ? "-noise" : ""));
    values.put("who", "reins");
    values.put("seed", seed);
    values.put("episodes", episodes);
    values.put("speed_m_s", speed_m_s);
    values.put("rms_mean_m", mean_m);
    values.put("rms_worst_m", worst_m);
    values.put("error_max_m", max_m);
    return values;
  }
}
