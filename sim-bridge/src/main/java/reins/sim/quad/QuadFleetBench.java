package reins.sim.quad;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reins.contract.config.ConfigException;
import reins.contract.config.FlightRigConfig;
import reins.contract.config.QuadrotorConfig;
import reins.contract.exchange.Counters;
import reins.controller.quad.Neighbours;
import reins.sim.report.JsonLines;

/** {@code ./reins bench quad-fleet}: several rigs over ROS cross one another's paths. */
@Command(
    name = "quad-fleet",
    mixinStandardHelpOptions = true,
    description = {
      "Starts a simulator and one controller process per vehicle over one ROS master. They take off, go to a circle and",
      "cross to its other side, each knowing the others by their topics alone."
    })
public final class QuadFleetBench implements Callable<Integer> {
  private static final double NEAR_m = 0.35;
  private static final double LIMIT_s = 30;

  @Option(names = "--rig", description = "rig of each vehicle (default: ${DEFAULT-VALUE})")
  private Path rig = Path.of("hardware-configs/rigs/sim-crazyflie.yaml");

  @Option(names = "--vehicles", description = "how many (default: ${DEFAULT-VALUE})")
  private int vehicles = 8;

  @Option(names = "--pictures", description = "folder (default: ${DEFAULT-VALUE})")
  private Path pictures = Path.of("runs/quad-fleet");

  @Option(names = "--json", description = "write results for scripts to this file")
  private Path json;

  @Override
  public Integer call() {
    if (vehicles < 2 || vehicles > Neighbours.most() + 1)
      throw new ConfigException(
          "--vehicles: expected 2 to " + (Neighbours.most() + 1) + ", got " + vehicles);
    FlightRigConfig.Resolved config = FlightRigConfig.load(rig);
    double radius_m = QuadCrossing.radius_m(config.flight(), vehicles);
    try (Fleet fleet = new Fleet(Path.of(System.getProperty("reins.root", ".")), rig, vehicles)) {
      System.out.println("starting " + vehicles + " controllers");
      fleet.start();
      System.out.println("taking off");
      fleet.takeOff();
      double high_m = config.flight().flight().procedure().takeoff_m();
      fleet.fly(circle(vehicles, radius_m, high_m, 0), LIMIT_s, NEAR_m, null);
      List<List<double[]>> paths = new ArrayList<>();
      for (int i = 0; i < vehicles; i++) paths.add(new ArrayList<>());
      double[][] goals_m = circle(vehicles, radius_m, high_m, Math.PI);
      double nearest_m = fleet.fly(goals_m, LIMIT_s, NEAR_m, paths);
      return tell(
          fleet, config.flight().quadrotor(), nearest_m, fleet.arrived(goals_m, NEAR_m), paths);
    }
  }

  /** Points of a circle by their x, as the vehicles stand; each a little higher than the last. */
  static double[][] circle(int n, double radius_m, double high_m, double turned_rad) {
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double angle = 2 * Math.PI * (i + 0.3) / n;
      points.add(new double[] {Math.cos(angle), Math.sin(angle)});
    }
    points.sort((a, b) -> Double.compare(a[0], b[0]));
    double[][] goals_m = new double[n][];
    double sign = turned_rad == 0 ? radius_m : -radius_m;
    for (int i = 0; i < n; i++)
      goals_m[i] =
          new double[] {
            sign * points.get(i)[0], sign * points.get(i)[1], high_m + 0.05 * (i - n / 2)
          };
    return goals_m;
  }

  private int tell(
      Fleet fleet, QuadrotorConfig q, double nearest_m, int arrived, List<List<double[]>> paths) {
    double hull_m = QuadCrossing.hull_m(q);
    long tick_us = 0;
    for (int i = 0; i < vehicles; i++)
      tick_us = Math.max(tick_us, fleet.counters(i).percentileUs(Counters.TICK_US, 0.999));
    Path png = pictures.resolve("crossing.png");
    List<FlightPicture.Flown> flown = new ArrayList<>();
    double half_m = 1;
    for (int i = 0; i < vehicles; i++) {
      double[] x_m = paths.get(i).stream().mapToDouble(p -> p[0]).toArray();
      double[] y_m = paths.get(i).stream().mapToDouble(p -> p[1]).toArray();
      for (double x : x_m) half_m = Math.max(half_m, Math.abs(x) + 0.3);
      flown.add(new FlightPicture.Flown("vehicle " + (i + 1), x_m, y_m));
    }
    FlightPicture.write(png, vehicles + " rigs cross", half_m, half_m, flown);
    System.out.printf(
        "%d rigs over ROS: nearest two %.3f m, hulls touch at %.3f m; %d at their goals; slowest tick p99.9 %d us. %s%n",
        vehicles, nearest_m, hull_m, arrived, tick_us, png);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("bench", "quad-fleet");
    values.put("case", rig.getFileName().toString());
    values.put("who", "reins");
    values.put("vehicles", vehicles);
    values.put("nearest_m", nearest_m);
    values.put("arrived", arrived);
    values.put("tick_p99_9_us", tick_us);
    new JsonLines(json).add(values);
    return nearest_m > hull_m && arrived == vehicles ? 0 : 1;
  }
}
