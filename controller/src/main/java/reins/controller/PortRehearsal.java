package reins.controller;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import reins.contract.config.RigConfig;
import reins.contract.exchange.ActionFrame;
import reins.contract.exchange.Command;
import reins.contract.exchange.Counters;
import reins.contract.exchange.Exchange;
import reins.controller.loop.ControlLoop;
import reins.controller.loop.Pace;
import reins.controller.loop.SafeTick;
import reins.controller.port.RosPort;
import reins.controller.rt.Doorbell;
import reins.controller.rt.SpinningClock;
import reins.ros.master.Master;
import reins.ros.node.ConnectedNode;
import reins.ros.node.NodeConfiguration;

/**
 * Paces the loop over topics of its own, ten times as fast as life, until port, clock and pace are
 * compiled too: a method that becomes hot while the arm is armed costs its thread time and a few
 * bytes.
 *
 * <p>Threads: the process's main thread, and a control thread without rights.
 */
final class PortRehearsal {
  private static final int TICKS = 30_000;
  private static final long PERIOD_ns = 100_000;
  private static final long GIVE_UP_ns = 15_000_000_000L;

  /** Looser than any spin, so that the clock sleeps as it will in earnest. */
  private static final int SPIN_us = 25;

  /** Words of the driver's between two actions, and actions between two turns of the gripper. */
  private static final int SPEAK_PER_ACTION = 100;

  private static final int ACTIONS_PER_TURN = 4;

  private final RigConfig.Resolved config;
  private final ActionFrame action = new ActionFrame();

  private PortRehearsal(RigConfig.Resolved config) {
    this.config = config;
  }

  /** Rehearses the port of this rig; a machine too slow for it goes on after a quarter minute. */
  static void run(RigConfig.Resolved config) throws IOException, InterruptedException {
    Path file = Path.of(config.rig().exchange().path() + ".rehearsal");
    try (Master master = Master.start("localhost", 0);
        ConnectedNode control = node(master.uri(), "control");
        ConnectedNode robot = node(master.uri(), "robot");
        Exchange exchange = Exchange.create(file)) {
      new PortRehearsal(config).play(control, robot, exchange);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static ConnectedNode node(URI master, String name) {
    return ConnectedNode.start(NodeConfiguration.newPrivate(master).setNodeName(name));
  }

  private void play(ConnectedNode control, ConnectedNode robot, Exchange exchange)
      throws InterruptedException {
    PlayedDriver driver = new PlayedDriver(robot, config);
    Doorbell bell = new Doorbell();
    RosPort port = RosPort.of(control, config, bell::ring);
    SafeTick tick = new SafeTick(ControlLoop.of(config, port, exchange));
    SpinningClock clock = new SpinningClock(SPIN_us);
    Counters counters = exchange.counters();
    Pace pace =
        config.rig().control().pacedByState()
            ? Pace.byState(tick, clock, bell, counters, PERIOD_ns, TICKS / 2)
            : Pace.byTimer(tick, clock, counters, PERIOD_ns, TICKS / 2);
    Thread thread = Thread.ofPlatform().name("rehearsal").start(pace::run);
    speak(driver, exchange);
    pace.stop();
    thread.join();
  }

  /**
   * The robot stands in its ready pose and says so, and a policy asks it to move, until the loop
   * has ticked enough: a branch of the port that was never taken is thrown out of the compiled
   * tick, and with its first turn the whole tick.
   */
  private void speak(PlayedDriver driver, Exchange exchange) {
    long start_ns = System.nanoTime();
    for (int i = 0;
        exchange.counters().get(Counters.TICKS) < TICKS
            && System.nanoTime() - start_ns < GIVE_UP_ns;
        i++) {
      driver.speak();
      if (i % SPEAK_PER_ACTION == 0) ask(exchange);
      LockSupport.parkNanos(PERIOD_ns / 2);
    }
  }

  /** Home at first, then here and there, the gripper open and shut. */
  private void ask(Exchange exchange) {
    action.seq++;
    action.stamp_ns = System.nanoTime();
    action.command = (action.seq < ACTIONS_PER_TURN ? Command.HOME : Command.ACT).ordinal();
    Arrays.fill(action.action, action.seq / ACTIONS_PER_TURN % 2 == 0 ? 1 : -1);
    exchange.publishAction(action);
  }
}
