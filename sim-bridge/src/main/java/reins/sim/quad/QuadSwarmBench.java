package reins.sim.quad;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import reins.contract.config.FlightConfig;

/** What a simulated second of many vehicles and their controllers costs. */
public final class QuadSwarmBench {
  private static final int ROUNDS = 8;
  private static final int TICKS = 250;
  private static final double SPACING_m = 0.8;

  private QuadSwarmBench() {}

  /**
   * Both times of one tick: the world alone, and with a controller for every vehicle.
   *
   * @param bare_us MuJoCo, rotors, air, autopilots
   * @param stack_us and controllers with their exchanges
   */
  public record Result(double bare_us, double stack_us, double period_us) {}

  /** Measures n vehicles that hover in a grid, each minding all others. */
  public static Result run(FlightConfig.Resolved config, int n) {
    try (FlightLockstep lockstep = hovering(config, n);
        FlightLockstep other = hovering(config, n)) {
      double[] bare_us = new double[ROUNDS], stack_us = new double[ROUNDS];
      int steps = (int) Math.round(lockstep.dt_s() / QuadWorld.DT_s);
      for (int round = 0; round < ROUNDS; round++) {
        long start_ns = System.nanoTime();
        for (int t = 0; t < TICKS; t++) lockstep.hold();
        long between_ns = System.nanoTime();
        for (int t = 0; t < TICKS * steps; t++) other.world().step();
        stack_us[round] = (between_ns - start_ns) * 1e-3 / TICKS;
        bare_us[round] = (System.nanoTime() - between_ns) * 1e-3 / TICKS;
        // Nobody steered these meanwhile: back to hovering, so that the next round is like this
        // one.
        for (int t = 0; t < TICKS; t++) other.hold();
      }
      return new Result(median(bare_us), median(stack_us), 1e6 * lockstep.dt_s());
    }
  }

  private static FlightLockstep hovering(FlightConfig.Resolved config, int n) {
    double[][] places = new double[n][2];
    List<Airframe> frames = new ArrayList<>();
    int side = (int) Math.ceil(Math.sqrt(n));
    for (int i = 0; i < n; i++) {
      places[i][0] = SPACING_m * (i % side - (side - 1) / 2.0);
      places[i][1] = SPACING_m * (i / side - (side - 1) / 2.0);
      frames.add(Airframe.nominal(config.quadrotor()));
    }
    FlightLockstep lockstep =
        new FlightLockstep(config, new QuadWorld(config.quadrotor(), frames, places));
    lockstep.takeOff(0);
    return lockstep;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[ROUNDS / 2 - 1] + sorted[ROUNDS / 2]) / 2;
  }
}
