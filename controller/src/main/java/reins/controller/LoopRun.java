package reins.controller;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.IntFunction;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import reins.contract.config.RigConfig;
import reins.contract.exchange.Counters;
import reins.contract.exchange.Exchange;
import reins.controller.loop.Driven;
import reins.controller.loop.Pace;
import reins.controller.loop.SafeTick;
import reins.controller.loop.Twin;
import reins.controller.rt.Doorbell;
import reins.controller.rt.RealtimeRights;
import reins.controller.rt.SpinningClock;
import reins.controller.rt.Watchdog;

/**
 * One robot of a running controller: its loop on a thread of its own, the watchdog above it, and
 * what is said about it.
 *
 * <p>Threads: {@link #stop} from any; the rest is the process's main thread's.
 */
final class LoopRun implements AutoCloseable {
  private static final Logger LOG = LogManager.getLogger(LoopRun.class);
  private static final double SETTLE_s = 2;

  private final Robot robot;
  private final RigConfig.ControlConfig control;
  private final Preflight preflight;
  private final Exchange exchange;
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
   * What a run is told of its robot.
   *
   * @param rig its name
   * @param called begins each of its lines; empty where it is the only robot
   * @param faultNames words for the bits of its ticks
   * @param silence_s without a tick, until {@code silent} is called
   * @param silent brings the robot to rest; allocates nothing
   * @param twin keeps the loop's code and tables near
   */
  record Robot(
      String rig,
      String called,
      Driven loop,
      IntFunction<String> faultNames,
      double silence_s,
      Runnable silent,
      Twin twin) {}

  /**
   * A run that has not begun.
   *
   * @param exchange is closed with it
   * @param states rung after each state of the robot
   */
  LoopRun(Robot robot, Preflight preflight, Exchange exchange, Doorbell states) {
    this.robot = robot;
    this.preflight = preflight;
    this.exchange = exchange;
    called = robot.called;
    control = preflight.control();
    tick = new SafeTick(robot.loop);
    pace = pace(states);
    summary = new Summary(exchange, robot.faultNames);
    gauge = new HeapGauge(exchange.counters());
  }

  private Pace pace(Doorbell states) {
    SpinningClock clock = new SpinningClock(control.spin_us(), robot.twin);
    Counters counters = exchange.counters();
    long settle = Math.round(SETTLE_s * control.control_hz());
    return control.pacedByState()
        ? Pace.byState(tick, clock, states, counters, control.periodNs(), settle)
        : Pace.byTimer(tick, clock, counters, control.periodNs(), settle);
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
      robot.loop.realtimeDegraded(preflight.degraded(rights));
      watchdog = above;
      above.start(control.priority(), control.cpu());
      pace.run();
    } catch (IOException | RuntimeException | Error e) {
      failed = e;
    }
  }

  /** A loop that stays away as long as a robot may be lost is lost itself. */
  private Watchdog watchdog() {
    return new Watchdog(robot.loop::heartbeat, robot.silent, Math.round(robot.silence_s * 1e9));
  }

  /** Asks the loop to bring the robot to rest and end. */
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
      LOG.error("{}no tick for {} s: emergency stop", called, robot.silence_s);
    }
    if (robot.loop.blackBox().frozen()) writeBlackBox();
  }

  /** One line of status, without garbage where the robot is the only one. */
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
        summary.json(pace, robot.rig) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private void writeBlackBox() {
    Path file =
        Path.of("runs", "blackbox-" + robot.rig + "-" + System.currentTimeMillis() + ".csv");
    String why = robot.loop.blackBox().why();
    if (tick.thrown() != null) why += ": " + tick.thrown();
    try {
      robot.loop.blackBox().write(file, why);
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
