package reins.controller;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import reins.contract.config.RigConfig;
import reins.contract.exchange.Counters;
import reins.contract.exchange.Exchange;
import reins.controller.loop.ControlLoop;
import reins.controller.loop.Pace;
import reins.controller.loop.SafeTick;
import reins.controller.port.RosPort;
import reins.controller.rt.Doorbell;
import reins.controller.rt.ReaderPriority;
import reins.controller.rt.RealtimeRights;
import reins.controller.rt.SpinningClock;
import reins.controller.rt.Watchdog;
import reins.controller.safety.EstopLatch;
import reins.controller.safety.Panel;
import reins.ros.node.ConnectedNode;

/**
 * One arm of a running controller: its port and exchange, its loop on a thread of its own, the
 * watchdog above it, and what is said about it.
 *
 * <p>Threads: {@link #stop} from any; the rest is the process's main thread's.
 */
final class ArmRun implements AutoCloseable {
  private static final Logger LOG = LogManager.getLogger(ArmRun.class);
  private static final double SETTLE_s = 2;

  private final RigConfig.Resolved config;
  private final RigConfig.ControlConfig control;
  private final Preflight preflight;
  private final Exchange exchange;
  private final ControlLoop loop;
  private final SafeTick tick;
  private final Pace pace;
  private final Summary summary;
  private final HeapGauge gauge;
  private final String called;
  private Thread thread;
  private long trips;
  private volatile Watchdog watchdog;
  private volatile Throwable failed;

  /**
   * Connects one arm.
   *
   * @param called begins each of its lines; empty where it is the only arm
   */
  ArmRun(RigConfig.Resolved config, Preflight preflight, ConnectedNode node, String called) {
    this.config = config;
    this.preflight = preflight;
    this.called = called;
    control = config.rig().control();
    exchange = Exchange.create(Path.of(config.rig().exchange().path()));
    Doorbell bell = new Doorbell();
    ReaderPriority reader = new ReaderPriority(control.priority());
    RosPort port =
        RosPort.of(
            node,
            config,
            () -> {
              reader.raise();
              bell.ring();
            });
    prepare(port);
    preflight.checkLink(port);
    loop = ControlLoop.of(config, port, exchange);
    tick = new SafeTick(loop);
    pace = pace(bell);
    summary = new Summary(exchange);
    gauge = new HeapGauge(exchange.counters());
  }

  private static void prepare(RosPort port) {
    try {
      port.prepare();
    } catch (IllegalStateException e) {
      throw new Refusal(e.getMessage());
    }
  }

  private Pace pace(Doorbell states) {
    SpinningClock clock = new SpinningClock(control.spin_us());
    Counters counters = exchange.counters();
    long settle = Math.round(SETTLE_s * control.control_hz());
    return control.pacedByState()
        ? Pace.byState(tick, clock, states, counters, control.periodNs(), settle)
        : Pace.byTimer(tick, clock, counters, control.periodNs(), settle);
  }

  ControlLoop loop() {
    return loop;
  }

  Panel panel() {
    return loop.panel();
  }

  /** Gives the loop its thread. */
  void start() {
    thread = Thread.ofPlatform().name(called + "control").start(this::control);
  }

  /** The control thread: asks for its rights, then runs. */
  private void control() {
    try (RealtimeRights rights = RealtimeRights.claim(control);
        Watchdog above = watchdog()) {
      preflight.require(rights);
      loop.realtimeDegraded(preflight.degraded(rights));
      watchdog = above;
      above.start(control.priority(), control.cpu());
      pace.run();
    } catch (IOException | RuntimeException | Error e) {
      failed = e;
    }
  }

  /** A loop that stays away as long as a robot may be lost is lost itself. */
  private Watchdog watchdog() {
    return new Watchdog(
        loop::heartbeat,
        () -> loop.panel().estop().trip(EstopLatch.Cause.WATCHDOG),
        Math.round(config.rig().safety().ladder().state_lost_s() * 1e9));
  }

  /** Asks the loop to take the torque away and end. */
  void stop() {
    pace.stop();
  }

  boolean alive() {
    return thread.isAlive();
  }

  /** What ended the control thread before its time, or null. */
  Throwable failed() {
    return failed;
  }

  /** Tells what has happened since the last look. */
  void look() {
    if (watchdog != null && watchdog.trips() > trips) {
      trips = watchdog.trips();
      double silence_s = config.rig().safety().ladder().state_lost_s();
      LOG.error("{}no tick for {} s: emergency stop", called, silence_s);
    }
    if (loop.blackBox().frozen()) writeBlackBox();
  }

  /** One line of status, without garbage where the arm is the only one. */
  void status() {
    if (called.isEmpty()) LOG.info(summary.status());
    else LOG.info("{}{}", called, summary.status());
    gauge.read();
  }

  /**
   * The last line, once the loop has ended.
   *
   * @param json where it goes as JSON too, or null
   */
  void end(Path json) throws IOException {
    LOG.info("{}{}", called, summary.last(pace));
    if (json == null) return;
    Files.writeString(
        json,
        summary.json(pace, config.rig().name()) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private void writeBlackBox() {
    Path file =
        Path.of(
            "runs", "blackbox-" + config.rig().name() + "-" + System.currentTimeMillis() + ".csv");
    String why = loop.blackBox().why();
    if (tick.thrown() != null) why += ": " + tick.thrown();
    try {
      loop.blackBox().write(file, why);
      LOG.error("{}stopped: {}; black box: {}", called, why, file);
    } catch (IOException e) {
      LOG.error("{}stopped: {}; {}: {}", called, why, file, e.getMessage());
    }
  }

  @Override
  public void close() {
    exchange.close();
  }
}
