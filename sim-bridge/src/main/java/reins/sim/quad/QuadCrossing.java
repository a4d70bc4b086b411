package reins.sim.quad;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import reins.contract.config.FlightConfig;
import reins.contract.config.QuadrotorConfig;
import reins.contract.exchange.Command;
import reins.contract.exchange.Source;

/**
 * Vehicles that stand around a circle and want to be on its other side, all at once, each by a
 * policy that knows nothing of the others: what keeps them apart is their controllers' filter, or
 * nothing.
 */
final class QuadCrossing {
  private static final double CIRCLE_IN_DISTANCES = 7;
  private static final double TIME_s = 14;
  private static final double POLICY_1_s = 1.5;
  private static final double POLICY_SPEED_m_s = 1.5;
  private static final double POLICY_PERIOD_s = 0.02;
  private static final double ARRIVED_DISTANCES = 0.8;

  private QuadCrossing() {}

  /**
   * One episode.
   *
   * @param collided whether two hulls touched
   * @param nearest_m least distance of two centres after take-off
   * @param arrived vehicles at their goals at the end
   * @param flying vehicles still following their policy at the end
   * @param paths_m [n][2][samples] flown, from above
   */
  record Result(
      boolean collided, double nearest_m, int arrived, int flying, double[][][] paths_m) {}

  /** Flies one episode from a seed. */
  static Result fly(FlightConfig.Resolved config, int n, long seed, boolean filtered) {
    Random random = new Random(seed);
    QuadrotorConfig q = config.quadrotor();
    double apart_m = config.flight().traffic().apart_m();
    double[][] starts = around(n, radius_m(config, n), 0, random);
    double[][] goals = around(n, radius_m(config, n), Math.PI, random);
    double middle_m = config.flight().procedure().takeoff_m();
    for (double[] goal : goals) goal[2] = middle_m + apart_m * (random.nextDouble() - 0.5);
    List<Airframe> frames = new ArrayList<>();
    for (int i = 0; i < n; i++) frames.add(Airframe.nominal(q));
    try (FlightLockstep lockstep = new FlightLockstep(config, new QuadWorld(q, frames, starts))) {
      for (int i = 0; i < n; i++) lockstep.port(i).sees = filtered;
      lockstep.takeOff(0.2);
      return cross(lockstep, goals, hull_m(q), ARRIVED_DISTANCES * apart_m);
    }
  }

  /** The circle: room for each beside the next one. */
  static double radius_m(FlightConfig.Resolved config, int n) {
    return Math.max(CIRCLE_IN_DISTANCES, n) * config.flight().traffic().apart_m();
  }

  /** Diameter of the sphere around arms and propellers. */
  static double hull_m(QuadrotorConfig q) {
    return 2 * (q.rotor().arm_m() + q.rotor().radius_m());
  }

  /** Places around a circle, each moved at random by up to a third of the room it has. */
  private static double[][] around(int n, double radius_m, double turned, Random random) {
    double[][] places = new double[n][3];
    for (int i = 0; i < n; i++) {
      double angle = turned + 2 * Math.PI * (i + 0.6 * (random.nextDouble() - 0.5)) / n;
      double r = radius_m * (1 - 0.15 * random.nextDouble());
      places[i][0] = r * Math.cos(angle);
      places[i][1] = r * Math.sin(angle);
    }
    return places;
  }

  private static Result cross(
      FlightLockstep lockstep, double[][] goals, double hull_m, double near_m) {
    int n = goals.length;
    int ticks = (int) (TIME_s / lockstep.dt_s());
    int each = (int) Math.round(POLICY_PERIOD_s / lockstep.dt_s());
    double[][][] paths = new double[n][2][ticks / each + 1];
    double nearest = Double.POSITIVE_INFINITY;
    for (int t = 0; t < ticks; t++) {
      for (int i = 0; i < n && t % each == 0; i++) {
        paths[i][0][t / each] = lockstep.vehicle(i).p_m[0];
        paths[i][1][t / each] = lockstep.vehicle(i).p_m[1];
        lockstep.send(i, Command.ACT, Source.POLICY, policy(lockstep, i, goals[i]));
      }
      lockstep.tick();
      nearest = Math.min(nearest, lockstep.world().nearest_m());
    }
    int arrived = 0, flying = 0;
    for (int i = 0; i < n; i++) {
      paths[i][0][paths[i][0].length - 1] = lockstep.vehicle(i).p_m[0];
      paths[i][1][paths[i][1].length - 1] = lockstep.vehicle(i).p_m[1];
      double left = 0;
      for (int c = 0; c < 3; c++) left = Math.hypot(left, lockstep.vehicle(i).p_m[c] - goals[i][c]);
      if (left < near_m) arrived++;
      if (lockstep.loop(i).mode().acting()) flying++;
    }
    return new Result(nearest < hull_m, nearest, arrived, flying, paths);
  }

  /** Straight to the goal, slower near it. */
  private static double[] policy(FlightLockstep lockstep, int i, double[] goal) {
    Vehicle vehicle = lockstep.vehicle(i);
    double[] v = new double[4];
    double square = 0;
    for (int c = 0; c < 3; c++) {
      v[c] = POLICY_1_s * (goal[c] - vehicle.p_m[c]);
      square += v[c] * v[c];
    }
    double scale = Math.min(1, POLICY_SPEED_m_s / Math.sqrt(Math.max(square, 1e-12)));
    for (int c = 0; c < 3; c++) v[c] *= scale / vehicle.q.limits().speed_max_m_s();
    return v;
  }
}
