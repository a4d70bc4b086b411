package reins.policy;

import java.nio.file.Path;
import reins.contract.config.OperatorConfig;
import reins.contract.config.RigConfig;
import reins.contract.config.TaskConfig;

/** The project's own rig, for tests. */
public final class Rigs {
  private Rigs() {}

  /** The simulated arm and its pick-cube task. */
  public static RigConfig.Resolved simFranka() {
    return RigConfig.load(root().resolve("hardware-configs/rigs/sim-franka.yaml"));
  }

  /** The same with another operator. */
  public static RigConfig.Resolved with(OperatorConfig operator) {
    RigConfig.Resolved r = simFranka();
    TaskConfig t = r.task();
    return new RigConfig.Resolved(
        r.rig(),
        r.robot(),
        new TaskConfig(
            t.name(),
            t.robot(),
            t.policy_hz(),
            t.episode_steps(),
            t.workspace(),
            t.action(),
            t.impedance(),
            t.observation(),
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
