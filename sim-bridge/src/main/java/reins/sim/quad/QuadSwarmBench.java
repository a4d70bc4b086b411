package reins.sim.quad;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import reins.contract.config.FlightConfig;

/** What a simulated second of many vehicles and their controllers costs. */
public final class QuadSwarmBench {
  private static final int ROUNDS = 8;
  private static final int TICKS = 250;
  private static final double SPACING_m = 0.8;
  private static final double CROWD_m = 0.25;
  private static final int SINGLE_TICKS = 100_000;

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

  /**
   * One controller's tick by itself, with every other vehicle as a neighbour.
   *
   * @param who how the neighbours stand: far, or closer than any may come
   */
  public record Tick(String who, double p50_us, double p99_9_us, double bytes) {}

  /** Measures single ticks of one controller among n vehicles. */
  public static List<Tick> ticks(FlightConfig.Resolved config, int n) {
    try (FlightLockstep lockstep = hovering(config, n)) {
      Tick spaced = ticks(lockstep, "spaced");
      Random random = new Random(1);
      double[] p_m = lockstep.vehicle(0).p_m.clone();
      for (int i = 1; i < n; i++) {
        double angle = 2 * Math.PI * random.nextDouble();
        double r_m = CROWD_m * random.nextDouble(), up_m = CROWD_m * random.nextGaussian();
        lockstep
            .world()
            .place(
                i,
                p_m[0] + r_m * Math.cos(angle),
                p_m[1] + r_m * Math.sin(angle),
                p_m[2] + up_m,
                0);
      }
      return List.of(spaced, ticks(lockstep, "crowded"));
    }
  }

  private static Tick ticks(FlightLockstep lockstep, String who) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    double[] us = new double[SINGLE_TICKS];
    long bytes = 0;
    for (int round = 0; round < 2; round++) { // the first makes the compiler's mind up
      long before = threads.getCurrentThreadAllocatedBytes();
      lockstep.measure(us);
      bytes = threads.getCurrentThreadAllocatedBytes() - before;
    }
    Arrays.sort(us);
    return new Tick(
        who, us[SINGLE_TICKS / 2], us[(int) (0.999 * SINGLE_TICKS)], (double) bytes / SINGLE_TICKS);
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
