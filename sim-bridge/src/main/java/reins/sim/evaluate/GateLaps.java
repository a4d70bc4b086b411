package reins.sim.evaluate;

import java.util.ArrayList;
import java.util.List;
import reins.contract.config.FlightTask;
import reins.contract.config.Goal;
import reins.contract.exchange.Command;
import reins.contract.exchange.Source;
import reins.contract.exchange.StateFrame;
import reins.controller.quad.FlightMode;
import reins.controller.quad.SplinePath;
import reins.policy.episode.HoverScene;
import reins.policy.observe.Course;
import reins.policy.observe.Objects;
import reins.policy.observe.Progress;
import reins.sim.quad.CoursePath;
import reins.sim.quad.FlightLockstep;

/**
 * The geometric controller on a planned path, from the starts that a policy has: what a course
 * takes where everything is known beforehand.
 */
final class GateLaps {
  private static final double PATIENCE_s = 30;
  private static final double[] NOTHING = new double[4];

  private final FlightTask.Resolved config;
  private final HoverScene starts;
  private final StateFrame state = new StateFrame();
  private final double[] place = new double[4];
  private final int ticksPerStep;

  /**
   * The laps of one evaluation.
   *
   * @param lap_s of each that went through the gate
   * @param flown the first ones, [samples][3]
   */
  record Result(int episodes, List<Double> lap_s, List<double[][]> flown) {
    double mean_s() {
      return lap_s.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }
  }

  private GateLaps(FlightTask.Resolved config, long seed) {
    this.config = config;
    starts = new HoverScene(config, seed);
    ticksPerStep = (int) Math.round(config.task().periodNs() * 1e-9 / config.flight().dt_s());
  }

  /** Flies so many starts of a seed and keeps the first few paths. */
  static Result fly(FlightTask.Resolved config, int episodes, long seed, int kept) {
    GateLaps laps = new GateLaps(config, seed);
    Result result = new Result(episodes, new ArrayList<>(), new ArrayList<>());
    try (FlightLockstep flight = FlightLockstep.alone(config.flight(), config.task().reward())) {
      flight.takeOff(0.2);
      for (int e = 1; e <= episodes; e++) {
        laps.goTo(flight, e);
        List<double[]> path = new ArrayList<>();
        double lap_s = laps.lap(flight, e, path);
        if (Double.isFinite(lap_s)) result.lap_s().add(lap_s);
        if (e <= kept) result.flown().add(path.toArray(double[][]::new));
      }
    }
    return result;
  }

  private void goTo(FlightLockstep flight, int episode) {
    double waited_s = 0;
    do {
      flight.exchange(0).latestState(state);
      starts.nameHome(episode, state, place);
      flight.send(0, Command.HOME, Source.POLICY, place);
      step(flight);
      waited_s += config.task().periodNs() * 1e-9;
      if (waited_s > PATIENCE_s) throw new IllegalStateException("not back at " + episode);
    } while (!starts.home(state));
    flight.send(0, Command.HOLD, Source.POLICY, NOTHING);
    step(flight);
  }

  private void step(FlightLockstep flight) {
    for (int i = 0; i < ticksPerStep; i++) flight.tick();
  }

  /** Time to the gate; not a number where it was missed. */
  private double lap(FlightLockstep flight, int episode, List<double[]> path) {
    Goal.Gate gate = config.task().reward();
    double[] start_m = new double[3];
    starts.at(episode, start_m);
    SplinePath plan =
        CoursePath.plan(
            config.flight().quadrotor(), gate, start_m, config.task().start().heading_rad());
    Course course = new Course(config.task());
    Objects objects = new Objects();
    flight.loop(0).panel().follow(plan);
    double lap_s = Double.NaN, at_s = 0;
    look(flight, course, false, objects, path);
    do {
      step(flight);
      at_s += config.task().periodNs() * 1e-9;
      look(flight, course, true, objects, path);
      if (Double.isNaN(lap_s) && objects.course.crossing == Progress.Crossing.THROUGH) lap_s = at_s;
    } while (flight.loop(0).mode() == FlightMode.PATH);
    return lap_s;
  }

  private void look(
      FlightLockstep flight, Course course, boolean running, Objects objects, List<double[]> path) {
    flight.exchange(0).latestState(state);
    course.follow(running, state, objects);
    if (objects.course.crossing == Progress.Crossing.NONE || path.size() < 2)
      path.add(state.p_base_tool_m.clone());
  }
}
