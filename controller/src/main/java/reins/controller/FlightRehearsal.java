package reins.controller;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import reins.contract.config.FlightRigConfig;
import reins.contract.exchange.ActionFrame;
import reins.contract.exchange.Command;
import reins.contract.exchange.Counters;
import reins.contract.exchange.Exchange;
import reins.controller.loop.FlightDrive;
import reins.controller.loop.Pace;
import reins.controller.loop.Rehearsal;
import reins.controller.loop.SafeTick;
import reins.controller.quad.FlightState;
import reins.controller.quad.Lemniscate;
import reins.controller.quad.PlayedVehicle;
import reins.controller.quad.port.RosFlightPort;
import reins.controller.rt.SpinningClock;
import reins.ros.master.Master;
import reins.ros.node.ConnectedNode;
import reins.ros.node.NodeConfiguration;

/**
 * Plays a vehicle's loop before it is armed: whole days on a vehicle that is not there, until the
 * code of every mode is compiled, then one more, measured; and the port over topics of its own, ten
 * times as fast as life.
 *
 * <p>Threads: the process's main thread, and a control thread without rights.
 */
final class FlightRehearsal {
  private static final int DAYS = 12;
  private static final int TICKS = 20_000;
  private static final long PERIOD_ns = 100_000;
  private static final long GIVE_UP_ns = 15_000_000_000L;
  private static final int SPIN_us = 25;
  private static final int SPEAK_PER_ACTION = 50;
  private static final int HURRIED_READS = 200_000;
  private static final int SPEAK_PER_READ = 1000;
  private static final double IN_THE_AIR = 0.6;
  private static final long HIGHEST_ns = 10_000_000_000L;
  private static final double BUDGET_SHARE = 0.1;

  private final FlightRigConfig.Resolved config;
  private final Histogram took_ns = new Histogram(1, HIGHEST_ns, 3);
  private final ActionFrame action = new ActionFrame();

  private FlightRehearsal(FlightRigConfig.Resolved config) {
    this.config = config;
  }

  /** Rehearses the loop and the port of this rig. */
  static Rehearsal.Result run(FlightRigConfig.Resolved config)
      throws IOException, InterruptedException {
    Path file = Path.of(config.rig().exchange().path() + ".rehearsal");
    FlightRehearsal rehearsal = new FlightRehearsal(config);
    try {
      rehearsal.topics(file);
      return rehearsal.days(file);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private Rehearsal.Result days(Path file) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Lemniscate path = new Lemniscate(new double[] {0, 0, 1.5}, 1, 1, 1, 0.2);
    long bytes = Long.MAX_VALUE;
    try (Exchange exchange = Exchange.create(file)) {
      PlayedVehicle vehicle = new PlayedVehicle(config.flight(), exchange);
      FlightDrive drive = new FlightDrive(config.flight(), vehicle, exchange);
      SafeTick tick = new SafeTick(drive);
      vehicle.drivenBy(
          drive.loop(),
          (now_ns, dt_s) -> {
            long start_ns = System.nanoTime();
            int fault = tick.tick(now_ns, dt_s);
            took_ns.recordValue(Math.clamp(System.nanoTime() - start_ns, 0, HIGHEST_ns));
            return fault;
          });
      // One more where the compiler was not done yet: StringConstants says what it allocates.
      for (int day = 1; day <= DAYS || bytes > 0 && day <= 2 * DAYS; day++) {
        took_ns.reset();
        long before = threads.getCurrentThreadAllocatedBytes();
        vehicle.day(path);
        bytes = threads.getCurrentThreadAllocatedBytes() - before;
      }
    }
    return new Rehearsal.Result(
        (int) took_ns.getTotalCount(),
        bytes,
        took_ns.getValueAtPercentile(50) * 1e-3,
        took_ns.getValueAtPercentile(99) * 1e-3,
        BUDGET_SHARE * config.control().periodNs() * 1e-3);
  }

  private void topics(Path file) throws IOException, InterruptedException {
    try (Master master = Master.start("localhost", 0);
        ConnectedNode control = node(master.uri(), "control");
        ConnectedNode vehicle = node(master.uri(), "vehicle");
        Exchange exchange = Exchange.create(file)) {
      RosFlightPort port = RosFlightPort.of(control, config, () -> {});
      PlayedAutopilot autopilot = new PlayedAutopilot(vehicle, config);
      autopilot.engage(port.pilot());
      FlightDrive drive = new FlightDrive(config.flight(), port, exchange);
      Pace pace =
          Pace.byTimer(
              new SafeTick(drive),
              new SpinningClock(SPIN_us),
              exchange.counters(),
              PERIOD_ns,
              TICKS / 4);
      Thread thread = Thread.ofPlatform().name("rehearsal").start(pace::run);
      speak(autopilot, drive, exchange);
      pace.stop();
      thread.join();
      hurry(autopilot, port);
    }
  }

  /**
   * What only some ticks have to say, as often as the compiler wants to see it: where that happens
   * in flight, the tick waits for it.
   */
  private static void hurry(PlayedAutopilot autopilot, RosFlightPort port) {
    FlightState state = new FlightState();
    for (int i = 0; i < HURRIED_READS; i++) {
      if (i % SPEAK_PER_READ == 0) autopilot.speak(IN_THE_AIR);
      port.read(System.nanoTime(), state);
      port.send();
    }
  }

  private static ConnectedNode node(URI master, String name) {
    return ConnectedNode.start(NodeConfiguration.newPrivate(master).setNodeName(name));
  }

  /** The vehicle rises and stands in the air, and a policy asks it to move; then it is down. */
  private void speak(PlayedAutopilot autopilot, FlightDrive drive, Exchange exchange) {
    long start_ns = System.nanoTime();
    long ticks = 0;
    for (int i = 0; ticks < TICKS && System.nanoTime() - start_ns < GIVE_UP_ns; i++) {
      ticks = exchange.counters().get(Counters.TICKS);
      autopilot.speak((double) ticks / TICKS);
      if (i % SPEAK_PER_ACTION == 0) {
        if (i < TICKS / 2) drive.loop().panel().takeOff();
        ask(exchange);
      }
      LockSupport.parkNanos(PERIOD_ns / 2);
    }
    autopilot.speak(1);
  }

  private void ask(Exchange exchange) {
    action.seq++;
    action.stamp_ns = System.nanoTime();
    action.command = Command.ACT.ordinal();
    for (int i = 0; i < 4; i++) action.action[i] = 0.2 * Math.sin(0.1 * action.seq + i);
    exchange.publishAction(action);
  }
}
