package reins.controller;

import java.util.ArrayList;
import java.util.List;
import reins.contract.config.RigConfig;
import reins.controller.port.RosPort;
import reins.controller.rt.Check;
import reins.controller.safety.Panel;
import reins.ros.node.ConnectedNode;

/** The arms of a rig, one or several, stopped together. */
final class ArmRobots implements Robots {
  private final List<RigConfig.Resolved> configs;
  private final List<Preflight> preflights;
  private final RigConfig rig;

  ArmRobots(List<RigConfig.Resolved> configs) {
    this.configs = configs;
    rig = configs.getFirst().rig();
    preflights = configs.stream().map(ArmChecks::of).toList();
  }

  @Override
  public String master_uri() {
    return rig.ros().master_uri();
  }

  @Override
  public String node() {
    return "reins_controller";
  }

  @Override
  public List<String> names() {
    return configs.stream().map(c -> c.rig().name()).toList();
  }

  @Override
  public List<Preflight> preflights() {
    return preflights;
  }

  @Override
  public void open(ConnectedNode node, List<LoopRun> runs) {
    List<ArmRun> arms = new ArrayList<>();
    for (int i = 0; i < configs.size(); i++) {
      String called = configs.size() == 1 ? "" : configs.get(i).rig().name() + ": ";
      arms.add(new ArmRun(configs.get(i), preflights.get(i), node, called));
      runs.add(arms.getLast().run());
    }
    Panel.bind(arms.stream().map(ArmRun::panel).toList());
    Desk.open(node, rig, arms.stream().map(ArmRun::loop).toList());
  }

  @Override
  public Check link(int robot, ConnectedNode node) {
    RigConfig.Resolved config = configs.get(robot);
    return ArmChecks.reportLink(config, RosPort.of(node, config, () -> {}));
  }
}
