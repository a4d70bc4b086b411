package reins.controller;

import java.nio.file.Path;
import reins.contract.config.RigConfig;
import reins.contract.exchange.Exchange;
import reins.contract.exchange.Fault;
import reins.controller.loop.ControlLoop;
import reins.controller.loop.Twin;
import reins.controller.port.RosPort;
import reins.controller.rt.Doorbell;
import reins.controller.rt.ReaderPriority;
import reins.controller.safety.EstopLatch;
import reins.controller.safety.Panel;
import reins.ros.node.ConnectedNode;

/**
 * One arm of a running controller: its port, exchange and loop, and their run.
 *
 * <p>Threads: the process's main thread.
 */
final class ArmRun {
  private final ControlLoop loop;
  private final LoopRun run;

  /**
   * Connects one arm.
   *
   * @param called begins each of its lines; empty where it is the only arm
   */
  ArmRun(RigConfig.Resolved config, Preflight preflight, ConnectedNode node, String called) {
    Exchange exchange = Exchange.create(Path.of(config.rig().exchange().path()));
    Doorbell bell = new Doorbell();
    ReaderPriority reader = new ReaderPriority(config.rig().control().priority());
    RosPort port =
        RosPort.of(
            node,
            config,
            () -> {
              reader.raise();
              bell.ring();
            });
    prepare(port);
    ArmChecks.link(config, port, preflight);
    loop = ControlLoop.of(config, port, exchange);
    LoopRun.Robot robot =
        new LoopRun.Robot(
            config.rig().name(),
            called,
            loop,
            Fault::name,
            // A loop that stays away as long as a robot may be lost is lost itself.
            config.rig().safety().ladder().state_lost_s(),
            () -> loop.panel().estop().trip(EstopLatch.Cause.WATCHDOG),
            Twin.of(config));
    run = new LoopRun(robot, preflight, exchange, bell);
  }

  private static void prepare(RosPort port) {
    try {
      port.prepare();
    } catch (IllegalStateException e) {
      throw new Refusal(e.getMessage());
    }
  }

  ControlLoop loop() {
    return loop;
  }

  Panel panel() {
    return loop.panel();
  }

  LoopRun run() {
    return run;
  }
}
