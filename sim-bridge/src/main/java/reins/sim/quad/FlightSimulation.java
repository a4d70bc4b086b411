package reins.sim.quad;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import reins.contract.config.ConfigException;
import reins.contract.config.FlightRigConfig;
import reins.contract.config.PilotConfig;
import reins.contract.config.QuadrotorConfig;
import reins.controller.rt.SpinningClock;
import reins.controller.rt.TickClock;
import reins.ros.node.ConnectedNode;

/**
 * The vehicles of a rig, or of several, over one floor in real time, each behind its autopilot's
 * topics.
 *
 * <p>Threads: one; construction talks to the ROS master.
 */
public final class FlightSimulation implements AutoCloseable {
  private static final Logger LOG = LogManager.getLogger(FlightSimulation.class);
  private static final long STATUS_EVERY_ns = 5_000_000_000L;

  /** Later than this the missed time is let go. */
  private static final long LATE_MAX_ns = 20_000_000L;

  /** Between two vehicles that stand beside one another. */
  private static final double APART_m = 1.5;

  private final QuadWorld world;
  private final List<FlightTopics> topics = new ArrayList<>();

  /**
   * Puts the vehicles on the floor in a row along x, around the middle.
   *
   * <p>Errors: {@link ConfigException} where they are not one kind of quadrotor.
   */
  public FlightSimulation(List<FlightRigConfig.Resolved> rigs, ConnectedNode node) {
    QuadrotorConfig q = rigs.getFirst().flight().quadrotor();
    List<Airframe> frames = new ArrayList<>();
    double[][] places = new double[rigs.size()][];
    for (int i = 0; i < rigs.size(); i++) {
      if (!rigs.get(i).flight().quadrotor().name().equals(q.name()))
        throw new ConfigException(
            rigs.get(i).rig().name() + ": flight: expected a " + q.name() + " as the others fly");
      frames.add(Airframe.nominal(q));
      places[i] = new double[] {APART_m * (i - (rigs.size() - 1) / 2.0), 0};
    }
    world = new QuadWorld(q, frames, places);
    for (int i = 0; i < rigs.size(); i++)
      topics.add(
          switch (rigs.get(i).rig().ros().autopilot()) {
            case PilotConfig.Mavros mavros -> new MavrosTopics(node, mavros, world.vehicle(i));
            case PilotConfig.Crazyswarm swarm ->
                new CrazyswarmTopics(node, swarm, world.vehicle(i));
          });
  }

  /** Plays them until told to stop. */
  public void run(BooleanSupplier stopping) {
    long period_ns = Math.round(1e9 * QuadWorld.DT_s);
    TickClock clock = new SpinningClock(0);
    long deadline_ns = clock.now_ns(), said_ns = deadline_ns, skipped = 0;
    for (long step = 1; !stopping.getAsBoolean(); step++) {
      deadline_ns += period_ns;
      clock.sleepUntil(deadline_ns);
      long late_ns = clock.now_ns() - deadline_ns;
      if (late_ns > LATE_MAX_ns) {
        skipped += late_ns / period_ns;
        deadline_ns += late_ns / period_ns * period_ns;
      }
      step(step);
      if (deadline_ns - said_ns < STATUS_EVERY_ns) continue;
      said_ns = deadline_ns;
      LOG.info("sim: {} steps, {} ms behind in all{}", step, skipped, where());
    }
  }

  private void step(long step) {
    for (FlightTopics vehicle : topics) vehicle.listen();
    world.step();
    for (FlightTopics vehicle : topics) vehicle.step(QuadWorld.DT_s);
    for (FlightTopics vehicle : topics) vehicle.tell(step);
  }

  private String where() {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < world.n(); i++) {
      double[] p_m = world.vehicle(i).p_m;
      line.append(String.format(", at %.2f %.2f %.2f m", p_m[0], p_m[1], p_m[2]));
    }
    if (world.n() > 1) line.append(String.format(", nearest two %.2f m", world.nearest_m()));
    return line.toString();
  }

  @Override
  public void close() {
    world.close();
  }
}
