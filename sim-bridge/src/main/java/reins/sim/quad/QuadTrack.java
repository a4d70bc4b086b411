package reins.sim.quad;

import java.util.List;
import reins.contract.config.FlightConfig;
import reins.contract.config.QuadrotorConfig;
import reins.controller.quad.FlightMode;
import reins.controller.quad.Lemniscate;

/** How well the geometric controller follows a lemniscate. */
final class QuadTrack {
  private static final double HALF_WIDTH_m = 3;
  private static final double RUN_UP_m_s2 = 1;
  private static final double HOVER_s = 3;
  private static final int EVERY = 5;

  private QuadTrack() {}

  /**
   * One flight.
   *
   * @param rms_m of the distance to the reference over the whole path, run-up and run-out included
   * @param max_m the largest distance
   * @param speed_m_s the reference's along the path
   * @param hoverShare estimated share of thrust at hover over the true one, at the end
   * @param x_m flown, sampled
   * @param y_m flown, sampled
   * @param xRef_m asked for, at the same times
   * @param yRef_m asked for, at the same times
   */
  record Result(
      double rms_m,
      double max_m,
      double speed_m_s,
      double hoverShare,
      double[] x_m,
      double[] y_m,
      double[] xRef_m,
      double[] yRef_m) {}

  /** Takes off, hovers, flies the path for so many rounds at a speed. */
  static Result fly(
      FlightConfig.Resolved config,
      Airframe frame,
      Sensing sensing,
      double speed_m_s,
      double rounds) {
    QuadWorld world = new QuadWorld(config.quadrotor(), List.of(frame), new double[][] {{0, 0}});
    try (FlightLockstep lockstep = new FlightLockstep(config, world, sensing, 1)) {
      lockstep.takeOff(HOVER_s);
      double[] center_m = {0, 0, config.flight().procedure().takeoff_m()};
      Lemniscate path = new Lemniscate(center_m, HALF_WIDTH_m, speed_m_s, RUN_UP_m_s2, rounds);
      lockstep.loop(0).panel().follow(path);
      return follow(lockstep, path.duration_s(), speed_m_s, frame);
    }
  }

  private static Result follow(
      FlightLockstep lockstep, double duration_s, double speed_m_s, Airframe frame) {
    int ticks = (int) (duration_s / lockstep.dt_s()), samples = ticks / EVERY;
    double[][] xy = new double[4][samples];
    double sum = 0, max = 0;
    Vehicle vehicle = lockstep.vehicle(0);
    double[] at_m = new double[3];
    for (int t = 0; t < ticks; t++) {
      System.arraycopy(vehicle.p_m, 0, at_m, 0, 3);
      lockstep.tick();
      if (lockstep.loop(0).mode() != FlightMode.PATH)
        throw new IllegalStateException("left the path: " + lockstep.loop(0).mode());
      // The tick's reference belongs to the state that it read.
      double[] ref_m = lockstep.loop(0).reference().p_m;
      double square = 0;
      for (int i = 0; i < 3; i++) square += (at_m[i] - ref_m[i]) * (at_m[i] - ref_m[i]);
      sum += square;
      max = Math.max(max, square);
      if (t / EVERY >= samples) continue;
      xy[0][t / EVERY] = at_m[0];
      xy[1][t / EVERY] = at_m[1];
      xy[2][t / EVERY] = ref_m[0];
      xy[3][t / EVERY] = ref_m[1];
    }
    double hover = frame.mass_kg() * QuadrotorConfig.G_m_s2 / (4 * frame.thrust_max_N());
    return new Result(
        Math.sqrt(sum / ticks),
        Math.sqrt(max),
        speed_m_s,
        lockstep.loop(0).hoverThrust() / hover,
        xy[0],
        xy[1],
        xy[2],
        xy[3]);
  }
}
