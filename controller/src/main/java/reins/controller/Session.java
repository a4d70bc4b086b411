package reins.controller;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import reins.contract.config.RigConfig;
import reins.controller.port.RosPort;
import reins.controller.rt.Check;
import reins.controller.safety.Panel;
import reins.ros.log4j.RosoutAppender;
import reins.ros.node.ConnectedNode;
import reins.ros.node.NodeConfiguration;

/**
 * One run of the controller against a rig of one arm or several: checks it, connects, gives each
 * arm's loop its thread, reports while they run, and takes everything down again.
 *
 * <p>Threads: {@link #run} on the process's main thread; {@link #stop} from any.
 */
final class Session {
  private static final Logger LOG = LogManager.getLogger(Session.class);
  private static final long STATUS_EVERY_ns = 5_000_000_000L;
  private static final long LOOK_EVERY_ns = 100_000_000;
  private static final int MASTER_TRIES = 6;

  private final List<RigConfig.Resolved> configs;
  private final List<Preflight> preflights;
  private final RigConfig rig;
  private final Path json;
  private final List<ArmRun> arms = new ArrayList<>();
  private volatile boolean stopping;

  /**
   * @param configs one for each arm
   * @param json where the last lines go as JSON too, or null
   */
  Session(List<RigConfig.Resolved> configs, Path json) {
    this.configs = configs;
    this.json = json;
    rig = configs.getFirst().rig();
    preflights = configs.stream().map(Preflight::new).toList();
  }

  /** Runs until stopped. Errors: {@link Refusal} where an arm may not be armed. */
  void run() throws Exception {
    for (Preflight preflight : preflights) preflight.check();
    try (ConnectedNode node = connect();
        RosoutAppender _ = node == null ? null : RosoutAppender.attach(node)) {
      if (node == null) return;
      open(node);
      // Now, so that the collector has no reason to stop an armed loop for what the start left.
      System.gc();
      arms.forEach(ArmRun::start);
      watch();
      for (ArmRun arm : arms) arm.end(json);
    } finally {
      arms.forEach(ArmRun::close);
    }
  }

  private void open(ConnectedNode node) {
    for (int i = 0; i < configs.size(); i++) {
      String called = configs.size() == 1 ? "" : configs.get(i).rig().name() + ": ";
      arms.add(new ArmRun(configs.get(i), preflights.get(i), node, called));
    }
    Panel.bind(arms.stream().map(ArmRun::panel).toList());
    Desk.open(node, rig, arms.stream().map(ArmRun::loop).toList());
  }

  /** Until every loop has ended; where one dies, the others end with it. */
  private void watch() {
    long said_ns = System.nanoTime();
    while (alive()) {
      LockSupport.parkNanos(LOOK_EVERY_ns);
      if (stopping || failed() != null) for (ArmRun arm : arms) arm.stop();
      for (ArmRun arm : arms) arm.look();
      if (System.nanoTime() - said_ns < STATUS_EVERY_ns) continue;
      said_ns = System.nanoTime();
      for (ArmRun arm : arms) arm.status();
    }
    for (ArmRun arm : arms) arm.look();
    if (failed() instanceof Refusal refused) throw refused;
    if (failed() != null) throw new IllegalStateException("a control thread died", failed());
  }

  private boolean alive() {
    for (ArmRun arm : arms) if (arm.alive()) return true;
    return false;
  }

  private Throwable failed() {
    for (ArmRun arm : arms) if (arm.failed() != null) return arm.failed();
    return null;
  }

  /** Says all that speaks for and against arming, and arms nothing. Returns whether it would. */
  boolean report() throws Exception {
    boolean all = true;
    for (int i = 0; i < configs.size(); i++) all &= report(configs.get(i), preflights.get(i));
    return all;
  }

  private boolean report(RigConfig.Resolved config, Preflight preflight) throws Exception {
    List<Check> checks = preflight.report();
    checks.forEach(c -> System.out.println(c.line()));
    checks.add(link(config, preflight));
    System.out.println(checks.getLast().line());
    boolean would = preflight.wouldArm(checks);
    System.out.printf(
        "%s: rt: %s: %s%n",
        config.rig().name(),
        config.rig().control().rt(),
        would ? "would arm" : "would refuse to arm");
    return would;
  }

  private Check link(RigConfig.Resolved config, Preflight preflight) {
    try (ConnectedNode node = start("reins_preflight")) {
      return preflight.reportLink(RosPort.of(node, config, () -> {}));
    } catch (IllegalStateException e) {
      return Check.fail(
          "link", String.valueOf(e.getMessage()), "start the ROS master and the robot's driver");
    }
  }

  /** Asks {@link #run} to take the torque away and return. */
  void stop() {
    stopping = true;
  }

  private ConnectedNode connect() {
    for (int i = 1; !stopping; i++) {
      try {
        return start("reins_controller");
      } catch (IllegalStateException e) {
        if (i == MASTER_TRIES) throw e;
        LOG.info("waiting for the ROS master at {}: {}", rig.ros().master_uri(), e.getMessage());
      }
    }
    return null;
  }

  private ConnectedNode start(String name) {
    URI master = URI.create(rig.ros().master_uri());
    return ConnectedNode.start(NodeConfiguration.newPrivate(master).setNodeName(name));
  }
}
