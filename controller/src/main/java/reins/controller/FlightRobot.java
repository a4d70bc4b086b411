package reins.controller;

import java.util.List;
import reins.contract.config.FlightConfig;
import reins.contract.config.FlightRigConfig;
import reins.contract.config.PilotConfig;
import reins.controller.quad.port.RosFlightPort;
import reins.controller.rt.Check;
import reins.ros.node.ConnectedNode;

/** The vehicle of a rig. */
final class FlightRobot implements Robots {
  private final FlightRigConfig.Resolved config;
  private final Preflight preflight;

  FlightRobot(FlightRigConfig.Resolved config) {
    this.config = config;
    FlightConfig flight = config.flight().flight();
    preflight =
        new Preflight(
            config.rig().name(),
            config.control(),
            flight.armed(),
            driver(config.rig().ros().autopilot()),
            () -> ArmChecks.judge(FlightRehearsal.run(config)));
  }

  /** What becomes of the vehicle when this process is killed. */
  private static Check driver(PilotConfig autopilot) {
    return switch (autopilot) {
      case PilotConfig.Mavros mavros ->
          Check.pass(
              "driver",
              "without set-points for %s to %s s the autopilot's own failsafe %s"
                  .formatted(
                      mavros.parameters().get(PilotConfig.Mavros.LOSS_TIME)[0],
                      mavros.parameters().get(PilotConfig.Mavros.LOSS_TIME)[1],
                      mavros.onLoss()));
      case PilotConfig.Crazyswarm swarm ->
          Check.warn(
              "driver",
              "a Crazyflie levels after 0.5 s without set-points and cuts its motors after 2.0 s",
              "fly it over something soft");
    };
  }

  @Override
  public String master_uri() {
    return config.rig().ros().master_uri();
  }

  @Override
  public String node() {
    return FlightRigConfig.node(config.rig().name());
  }

  @Override
  public List<String> names() {
    return List.of(config.rig().name());
  }

  @Override
  public List<Preflight> preflights() {
    return List.of(preflight);
  }

  @Override
  public void open(ConnectedNode node, List<LoopRun> runs) {
    runs.add(new FlightRun(config, preflight, node).run());
  }

  @Override
  public Check link(int robot, ConnectedNode node) {
    RosFlightPort.of(node, config, () -> {}).pilot().prepare();
    return Check.pass("autopilot", "answers, and is set as the rig expects");
  }
}
