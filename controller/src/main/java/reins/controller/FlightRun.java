package reins.controller;

import java.nio.file.Path;
import reins.contract.config.FlightRigConfig;
import reins.contract.exchange.Exchange;
import reins.contract.exchange.FlightFault;
import reins.controller.loop.FlightDrive;
import reins.controller.loop.Twin;
import reins.controller.quad.port.RosFlightPort;
import reins.controller.rt.Doorbell;
import reins.controller.rt.ReaderPriority;
import reins.ros.node.ConnectedNode;

/**
 * The vehicle of a running controller: its port, exchange and loop, their run, and who speaks to
 * its autopilot.
 *
 * <p>Threads: the process's main thread.
 */
final class FlightRun {
  private final LoopRun run;

  /** Connects. Errors: {@link Refusal} where the autopilot is not as the rig expects. */
  FlightRun(FlightRigConfig.Resolved config, Preflight preflight, ConnectedNode node) {
    ReaderPriority reader = new ReaderPriority(config.control().priority());
    RosFlightPort port = RosFlightPort.of(node, config, reader::raise);
    try {
      port.pilot().prepare();
    } catch (IllegalStateException e) {
      throw new Refusal(e.getMessage());
    }
    Exchange exchange = Exchange.create(Path.of(config.rig().exchange().path()));
    FlightDrive drive = new FlightDrive(config.flight(), port, exchange);
    FlightDesk desk = FlightDesk.open(node, config, drive, port.pilot(), exchange);
    LoopRun.Robot robot =
        new LoopRun.Robot(
            config.rig().name(),
            "",
            drive,
            FlightFault::name,
            config.flight().flight().ladder().state_lost_s(),
            desk::deadMan,
            Twin.of(config.flight(), config.rig().exchange().path()));
    run = new LoopRun(robot, preflight, exchange, new Doorbell());
  }

  LoopRun run() {
    return run;
  }
}
