package reins.sim.robot;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reins.contract.config.ConfigException;
import reins.contract.config.RigConfig;
import reins.contract.config.RosConfig;
import reins.controller.rt.RealtimeRights;
import reins.controller.rt.SpinningClock;
import reins.controller.rt.TickClock;
import reins.ros.master.Master;
import reins.ros.node.ConnectedNode;
import reins.ros.node.NodeConfiguration;

/** {@code ./reins sim}: the simulated robot as a process of its own, in real time on ROS topics. */
@Command(
    name = "sim",
    mixinStandardHelpOptions = true,
    description =
        "Plays the rig's robot in real time on its ROS topics; starts the ROS master where the rig says so.")
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
    RigConfig.Resolved config = RigConfig.load(rig);
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "sim-stop"));
    try (Master master = master(config.rig().ros());
        ConnectedNode node =
            ConnectedNode.start(
                NodeConfiguration.newPrivate(uri(config.rig().ros())).setNodeName("sim_robot"));
        SimulatedArm arm = new SimulatedArm(config, node);
        RealtimeRights rights = RealtimeRights.claim(likeARobot(config.rig().control()))) {
      LOG.info(
          "sim: {} on {}{}; {}",
          config.robot().name(),
          config.rig().ros().master_uri(),
          master == null ? "" : " (own master)",
          rights.line());
      run(arm, config.rig().control().periodNs());
    } finally {
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
        c.control_hz(), "ignore", -1, Math.max(1, c.priority() - 10), 0, c.state_stale_s());
  }

  private void run(SimulatedArm arm, long period_ns) {
    TickClock clock = new SpinningClock(0);
    long deadline_ns = clock.now_ns();
    long status_ns = deadline_ns;
    long ticks = 0;
    long skipped = 0;
    boolean braked = true;
    while (!stopping) {
      deadline_ns += period_ns;
      clock.sleepUntil(deadline_ns);
      long late_ns = clock.now_ns() - deadline_ns;
      if (late_ns > LATE_MAX_NS) {
        skipped += late_ns / period_ns;
        deadline_ns += late_ns / period_ns * period_ns;
      }
      arm.tick(clock.now_ns());
      ticks++;
      if (arm.braked() != braked) {
        braked = arm.braked();
        LOG.info(
            braked
                ? "sim: no torque for 20 ms: the arm brakes"
                : "sim: torque comes: the arm follows");
      }
      if (deadline_ns - status_ns > STATUS_EVERY_NS) {
        status_ns = deadline_ns;
        LOG.info(
            "sim: {} ticks, {} ms behind in all, braked {} times", ticks, skipped, arm.brakings());
      }
    }
  }

  private static Master master(RosConfig ros) {
    if (!ros.embedded_master()) return null;
    URI uri = uri(ros);
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
