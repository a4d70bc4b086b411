package reins.sim.robot;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reins.contract.config.ArmsConfig;
import reins.contract.config.ConfigException;
import reins.contract.config.FlightRigConfig;
import reins.contract.config.RigConfig;
import reins.contract.config.RosConfig;
import reins.controller.rt.RealtimeRights;
import reins.controller.rt.SpinningClock;
import reins.controller.rt.TickClock;
import reins.ros.master.Master;
import reins.ros.node.ConnectedNode;
import reins.ros.node.NodeConfiguration;
import reins.sim.quad.FlightSimulation;

/** {@code ./reins sim}: the simulated robot as a process of its own, in real time on ROS topics. */
@Command(
    name = "sim",
    mixinStandardHelpOptions = true,
    description =
        "Plays the rig's robot, or robots, in real time on its ROS topics; starts the ROS master where the rig says so.")
public final class RobotCommand implements Callable<Integer> {
  private static final Logger LOG = LogManager.getLogger(RobotCommand.class);
  private static final long STATUS_EVERY_NS = 5_000_000_000L;

  /**
   * Later than this the missed time is let go: a burst of steps under one old torque is nothing
   * that a robot does.
   */
  private static final long LATE_MAX_NS = 2_000_000L;

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopping;

  @Option(names = "--rig", required = true, description = "rig file")
  private Path rig;

  @Override
  public Integer call() throws IOException {
    return FlightRigConfig.is(rig) ? fly(FlightRigConfig.loadAll(rig)) : work(ArmsConfig.load(rig));
  }

  private int fly(List<FlightRigConfig.Resolved> rigs) throws IOException {
    FlightRigConfig.Ros ros = rigs.getFirst().rig().ros();
    URI uri = URI.create(ros.master_uri());
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "sim-stop"));
    try (Master master = ros.embedded_master() ? master(uri) : null;
        ConnectedNode node =
            ConnectedNode.start(NodeConfiguration.newPrivate(uri).setNodeName("sim_robot"));
        RealtimeRights rights = RealtimeRights.claim(likeARobot(rigs.getFirst().control()));
        FlightSimulation simulation = new FlightSimulation(rigs, node)) {
      LOG.info(
          "sim: {} x {} on {}{}; {}",
          rigs.size(),
          rigs.getFirst().flight().quadrotor().name(),
          uri,
          master == null ? "" : " (own master)",
          rights.line());
      simulation.run(() -> stopping);
    } finally {
      ended.countDown();
    }
    return 0;
  }

  private int work(List<RigConfig.Resolved> configs) throws IOException {
    RigConfig first = configs.getFirst().rig();
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "sim-stop"));
    List<SimulatedArm> arms = new ArrayList<>();
    try (Master master = master(first.ros());
        ConnectedNode node =
            ConnectedNode.start(
                NodeConfiguration.newPrivate(uri(first.ros())).setNodeName("sim_robot"));
        RealtimeRights rights = RealtimeRights.claim(likeARobot(first.control()))) {
      for (RigConfig.Resolved config : configs) arms.add(new SimulatedArm(config, node));
      LOG.info(
          "sim: {} on {}{}; {}",
          String.join(", ", configs.stream().map(c -> c.robot().name()).toList()),
          first.ros().master_uri(),
          master == null ? "" : " (own master)",
          rights.line());
      run(arms, first.control().periodNs());
    } finally {
      arms.forEach(SimulatedArm::close);
      ended.countDown();
    }
    return 0;
  }

  /**
   * A robot keeps its time whatever this machine does: in front of everything but the controller,
   * on any core.
   */
  private static RigConfig.ControlConfig likeARobot(RigConfig.ControlConfig c) {
    return new RigConfig.ControlConfig(
        c.control_hz(),
        c.pace(),
        "ignore",
        -1,
        Math.max(1, c.priority() - 10),
        0,
        c.state_stale_s());
  }

  private void run(List<SimulatedArm> arms, long period_ns) {
    TickClock clock = new SpinningClock(0);
    long deadline_ns = clock.now_ns();
    long status_ns = deadline_ns;
    long ticks = 0;
    long skipped = 0;
    while (!stopping) {
      deadline_ns += period_ns;
      clock.sleepUntil(deadline_ns);
      long late_ns = clock.now_ns() - deadline_ns;
      if (late_ns > LATE_MAX_NS) {
        skipped += late_ns / period_ns;
        deadline_ns += late_ns / period_ns * period_ns;
      }
      for (SimulatedArm arm : arms) arm.tick(clock.now_ns());
      ticks++;
      for (SimulatedArm arm : arms) tellBrake(arm);
      if (deadline_ns - status_ns > STATUS_EVERY_NS) {
        status_ns = deadline_ns;
        LOG.info(
            "sim: {} ticks, {} ms behind in all, braked {} times",
            ticks,
            skipped,
            arms.stream().mapToLong(SimulatedArm::brakings).sum());
      }
    }
  }

  private static void tellBrake(SimulatedArm arm) {
    if (!arm.brakeChanged()) return;
    LOG.info(
        arm.braked()
            ? "sim: {}: no torque for 20 ms: the arm brakes"
            : "sim: {}: torque comes: the arm follows",
        arm.name());
  }

  private static Master master(RosConfig ros) {
    return ros.embedded_master() ? master(uri(ros)) : null;
  }

  private static Master master(URI uri) {
    try {
      return Master.start(uri.getHost(), uri.getPort());
    } catch (IllegalStateException e) {
      throw new ConfigException("ros.master_uri: " + uri + ": " + e.getMessage());
    }
  }

  private static URI uri(RosConfig ros) {
    return URI.create(ros.master_uri());
  }

  private void stop() {
    stopping = true;
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
