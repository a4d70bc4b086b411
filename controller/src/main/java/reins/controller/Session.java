package reins.controller;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import reins.controller.rt.Check;
import reins.controller.rt.StringConstants;
import reins.ros.log4j.RosoutAppender;
import reins.ros.node.ConnectedNode;
import reins.ros.node.NodeConfiguration;

/**
 * One run of the controller: checks its robots, connects, gives each one's loop its thread, reports
 * while they run, and takes everything down again.
 *
 * <p>Threads: {@link #run} on the process's main thread; {@link #stop} from any.
 */
final class Session {
  private static final Logger LOG = LogManager.getLogger(Session.class);
  private static final long STATUS_EVERY_ns = 5_000_000_000L;
  private static final long LOOK_EVERY_ns = 100_000_000;
  private static final int MASTER_TRIES = 6;

  private final Robots robots;
  private final Path json;
  private final List<LoopRun> runs = new ArrayList<>();
  private volatile boolean stopping;

  /**
   * @param json where the last lines go as JSON too, or null
   */
  Session(Robots robots, Path json) {
    this.robots = robots;
    this.json = json;
  }

  /** Runs until stopped. Errors: {@link Refusal} where an arm may not be armed. */
  void run() throws Exception {
    for (Preflight preflight : robots.preflights()) preflight.check();
    try (ConnectedNode node = connect();
        RosoutAppender _ = node == null ? null : RosoutAppender.attach(node)) {
      if (node == null) return;
      robots.open(node, runs);
      StringConstants.intern();
      // Now, so that the collector has no reason to stop an armed loop for what the start left.
      System.gc();
      runs.forEach(LoopRun::start);
      watch();
      for (LoopRun run : runs) run.end(json);
    } finally {
      runs.forEach(LoopRun::close);
    }
  }

  /** Until every loop has ended; where one dies, the others end with it. */
  private void watch() {
    long said_ns = System.nanoTime();
    while (alive()) {
      LockSupport.parkNanos(LOOK_EVERY_ns);
      if (stopping || failed() != null) for (LoopRun run : runs) run.stop();
      for (LoopRun run : runs) run.look();
      if (System.nanoTime() - said_ns < STATUS_EVERY_ns) continue;
      said_ns = System.nanoTime();
      for (LoopRun run : runs) run.status();
    }
    for (LoopRun run : runs) run.look();
    if (failed() instanceof Refusal refused) throw refused;
    if (failed() != null) throw new IllegalStateException("a control thread died", failed());
  }

  private boolean alive() {
    for (LoopRun run : runs) if (run.alive()) return true;
    return false;
  }

  private Throwable failed() {
    for (LoopRun run : runs) if (run.failed() != null) return run.failed();
    return null;
  }

  /** Says all that speaks for and against arming, and arms nothing. Returns whether it would. */
  boolean report() throws Exception {
    boolean all = true;
    for (int i = 0; i < robots.names().size(); i++) all &= report(i);
    return all;
  }

  private boolean report(int robot) throws Exception {
    Preflight preflight = robots.preflights().get(robot);
    List<Check> checks = preflight.report();
    checks.forEach(c -> System.out.println(c.line()));
    checks.add(link(robot));
    System.out.println(checks.getLast().line());
    boolean would = preflight.wouldArm(checks);
    System.out.printf(
        "%s: rt: %s: %s%n",
        robots.names().get(robot),
        preflight.control().rt(),
        would ? "would arm" : "would refuse to arm");
    return would;
  }

  private Check link(int robot) {
    try (ConnectedNode node = start("reins_preflight")) {
      return robots.link(robot, node);
    } catch (IllegalStateException e) {
      return Check.fail(
          "link", String.valueOf(e.getMessage()), "start the ROS master and the robot's driver");
    }
  }

  /** Asks {@link #run} to bring the robots to rest and return. */
  void stop() {
    stopping = true;
  }

  private ConnectedNode connect() {
    for (int i = 1; !stopping; i++) {
      try {
        return start(robots.node());
      } catch (IllegalStateException e) {
        if (i == MASTER_TRIES) throw e;
        LOG.info("waiting for the ROS master at {}: {}", robots.master_uri(), e.getMessage());
      }
    }
    return null;
  }

  private ConnectedNode start(String name) {
    URI master = URI.create(robots.master_uri());
    return ConnectedNode.start(NodeConfiguration.newPrivate(master).setNodeName(name));
  }
}
