package reins.controller;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import reins.contract.config.RigConfig;
import reins.contract.exchange.Exchange;
import reins.controller.loop.ControlLoop;
import reins.controller.loop.Pace;
import reins.controller.loop.SafeTick;
import reins.controller.port.RosPort;
import reins.controller.rt.Check;
import reins.controller.rt.ReaderPriority;
import reins.controller.rt.RealtimeRights;
import reins.controller.rt.SpinningClock;
import reins.controller.rt.Watchdog;
import reins.controller.safety.EstopLatch;
import reins.ros.log4j.RosoutAppender;
import reins.ros.node.ConnectedNode;
import reins.ros.node.NodeConfiguration;

/**
 * One run of the controller against a rig: checks it, connects, gives the loop its thread, reports
 * while it runs, and takes everything down again.
 *
 * <p>Threads: {@link #run} on the process's main thread; {@link #stop} from any.
 */
final class Session {
  private static final Logger LOG = LogManager.getLogger(Session.class);
  private static final long STATUS_EVERY_ns = 5_000_000_000L;
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final double SETTLE_s = 2;
  private static final int MASTER_TRIES = 6;

  private final RigConfig.Resolved config;
  private final Path json;
  private final Preflight preflight;
  private volatile Pace pace;
  private volatile Watchdog watchdog;
  private volatile boolean stopping;
  private volatile Throwable failed;

  /**
   * @param json where the last line goes as JSON too, or null
   */
  Session(RigConfig.Resolved config, Path json) {
    this.config = config;
    this.json = json;
    preflight = new Preflight(config);
  }

  /** Runs until stopped. Errors: {@link Refusal} where the arm may not be armed. */
  void run() throws Exception {
    preflight.check();
    try (ConnectedNode node = connect();
        RosoutAppender _ = node == null ? null : RosoutAppender.attach(node);
        Exchange exchange = Exchange.create(Path.of(config.rig().exchange().path()))) {
      if (node == null) return;
      ReaderPriority reader = new ReaderPriority(config.rig().control().priority());
      RosPort port = RosPort.of(node, config, reader::raise);
      prepare(port);
      preflight.checkLink(port);
      ControlLoop loop = ControlLoop.of(config, port, exchange);
      Desk.open(node, config.rig(), loop.panel());
      SafeTick tick = new SafeTick(loop);
      drive(loop, tick, exchange);
    }
  }

  private static void prepare(RosPort port) {
    try {
      port.prepare();
    } catch (IllegalStateException e) {
      throw new Refusal(e.getMessage());
    }
  }

  /** Says all that speaks for and against arming, and arms nothing. Returns whether it would. */
  boolean report() throws Exception {
    List<Check> checks = preflight.report();
    checks.forEach(c -> System.out.println(c.line()));
    checks.add(link());
    System.out.println(checks.getLast().line());
    boolean would = preflight.wouldArm(checks);
    System.out.printf(
        "rt: %s: %s%n", config.rig().control().rt(), would ? "would arm" : "would refuse to arm");
    return would;
  }

  private Check link() {
    URI master = URI.create(config.rig().ros().master_uri());
    try (ConnectedNode node =
        ConnectedNode.start(NodeConfiguration.newPrivate(master).setNodeName("reins_preflight"))) {
      return preflight.reportLink(RosPort.of(node, config, () -> {}));
    } catch (IllegalStateException e) {
      return Check.fail(
          "link", String.valueOf(e.getMessage()), "start the ROS master and the robot's driver");
    }
  }

  /** Asks {@link #run} to take the torque away and return. */
  void stop() {
    stopping = true;
    Pace running = pace;
    if (running != null) running.stop();
  }

  private ConnectedNode connect() {
    URI master = URI.create(config.rig().ros().master_uri());
    for (int i = 1; !stopping; i++) {
      try {
        return ConnectedNode.start(
            NodeConfiguration.newPrivate(master).setNodeName("reins_controller"));
      } catch (IllegalStateException e) {
        if (i == MASTER_TRIES) throw e;
        LOG.info("waiting for the ROS master at {}: {}", master, e.getMessage());
      }
    }
    return null;
  }

  private void drive(ControlLoop loop, SafeTick tick, Exchange exchange) throws Exception {
    RigConfig.ControlConfig control = config.rig().control();
    pace =
        new Pace(
            tick,
            new SpinningClock(control.spin_us()),
            exchange.counters(),
            control.periodNs(),
            Math.round(SETTLE_s * control.control_hz()));
    if (stopping) pace.stop();
    Thread thread = Thread.ofPlatform().name("control").start(() -> control(loop));
    report(thread, loop, tick, new Summary(exchange), new HeapGauge(exchange.counters()));
    if (failed instanceof Refusal refused) throw refused;
    if (failed != null) throw new IllegalStateException("the control thread died", failed);
  }

  /** The control thread: asks for its rights, then runs. */
  private void control(ControlLoop loop) {
    try (RealtimeRights rights = RealtimeRights.claim(config.rig().control());
        Watchdog above = watchdog(loop)) {
      preflight.require(rights);
      loop.realtimeDegraded(preflight.degraded(rights));
      watchdog = above;
      above.start(config.rig().control().priority(), config.rig().control().cpu());
      pace.run();
    } catch (IOException | RuntimeException | Error e) {
      failed = e;
    }
  }

  /** A loop that stays away as long as a robot may be lost is lost itself. */
  private Watchdog watchdog(ControlLoop loop) {
    return new Watchdog(
        loop::heartbeat,
        () -> loop.panel().estop().trip(EstopLatch.Cause.WATCHDOG),
        Math.round(config.rig().safety().ladder().state_lost_s() * 1e9));
  }

  private void report(
      Thread thread, ControlLoop loop, SafeTick tick, Summary summary, HeapGauge gauge)
      throws Exception {
    long said_ns = System.nanoTime();
    long trips = 0;
    while (!thread.join(LOOK_EVERY)) {
      if (watchdog != null && watchdog.trips() > trips) {
        trips = watchdog.trips();
        LOG.error(
            "no tick for {} s: emergency stop", config.rig().safety().ladder().state_lost_s());
      }
      if (loop.blackBox().frozen()) writeBlackBox(loop, tick);
      if (System.nanoTime() - said_ns < STATUS_EVERY_ns) continue;
      said_ns = System.nanoTime();
      LOG.info(summary.status());
      gauge.read();
    }
    if (loop.blackBox().frozen()) writeBlackBox(loop, tick);
    if (failed != null) return;
    LOG.info(summary.last(pace));
    if (json != null)
      Files.writeString(
          json,
          summary.json(pace, config.rig().name()) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
  }

  private void writeBlackBox(ControlLoop loop, SafeTick tick) {
    Path file =
        Path.of(
            "runs", "blackbox-" + config.rig().name() + "-" + System.currentTimeMillis() + ".csv");
    String why = loop.blackBox().why();
    if (tick.thrown() != null) why += ": " + tick.thrown();
    try {
      loop.blackBox().write(file, why);
      LOG.error("stopped: {}; black box: {}", why, file);
    } catch (IOException e) {
      LOG.error("stopped: {}; {}: {}", why, file, e.getMessage());
    }
  }
}
