package reins.policy;

import java.nio.file.Path;
import java.util.List;
import reins.contract.config.ActionSpace;
import reins.contract.config.OperatorConfig;
import reins.contract.config.RigConfig;
import reins.contract.config.TaskConfig;
import reins.contract.config.Workplace;

/** The project's own rig, for tests. */
public final class Rigs {
  private Rigs() {}

  /** The simulated arm and its pick-cube task. */
  public static RigConfig.Resolved simFranka() {
    return RigConfig.load(root().resolve("hardware-configs/rigs/sim-franka.yaml"));
  }

  /** The simulated Crazyflie that flies through a gate. */
  public static Workplace gate() {
    return Workplace.load(root().resolve("hardware-configs/rigs/sim-quad-gate.yaml"));
  }

  /** The same arm at another task. */
  public static RigConfig.Resolved doing(String task) {
    return RigConfig.load(root().resolve("hardware-configs/rigs/sim-franka.yaml"), task);
  }

  /** The same with another operator. */
  public static RigConfig.Resolved with(OperatorConfig operator) {
    return with(simFranka().task().observation(), operator, simFranka().rig());
  }

  /** The same with other observation terms. */
  public static RigConfig.Resolved observing(List<TaskConfig.ObservationTerm> terms) {
    return with(terms, simFranka().task().operator(), simFranka().rig());
  }

  /** The same at other addresses, all of this test's own. */
  public static RigConfig.Resolved at(Path exchange, String master, int linkPort) {
    RigConfig rig = simFranka().rig();
    RigConfig moved =
        new RigConfig(
            rig.name(),
            rig.robot(),
            rig.task(),
            rig.armed(),
            rig.control(),
            rig.ros().at(master),
            new RigConfig.Exchange(exchange.toString()),
            new RigConfig.Link("127.0.0.1", linkPort),
            rig.safety(),
            rig.cockpit());
    return with(simFranka().task().observation(), simFranka().task().operator(), moved);
  }

  /** The same with another kind of action. */
  public static RigConfig.Resolved with(ActionSpace.Arm action) {
    TaskConfig t = simFranka().task();
    return with(action, t.observation(), t.operator(), simFranka().rig());
  }

  private static RigConfig.Resolved with(
      List<TaskConfig.ObservationTerm> terms, OperatorConfig operator, RigConfig rig) {
    return with(simFranka().task().action(), terms, operator, rig);
  }

  private static RigConfig.Resolved with(
      ActionSpace.Arm action,
      List<TaskConfig.ObservationTerm> terms,
      OperatorConfig operator,
      RigConfig rig) {
    RigConfig.Resolved r = simFranka();
    TaskConfig t = r.task();
    return new RigConfig.Resolved(
        rig,
        r.robot(),
        new TaskConfig(
            t.name(),
            t.robot(),
            t.policy_hz(),
            t.episode_steps(),
            t.workspace(),
            action,
            t.impedance(),
            terms,
            t.reset(),
            t.reward(),
            t.learning(),
            operator));
  }

  /** Where the checkout is. */
  public static Path root() {
    return Path.of(System.getProperty("reins.root"));
  }
}
