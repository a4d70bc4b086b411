package reins.sim.experiment;

import java.nio.file.Path;
import reins.contract.config.RigConfig;
import reins.contract.config.TaskConfig;

/** One training of one contender on one task from one seed. */
record Trial(RigConfig.Resolved base, Contender contender, long seed) {
  String task() {
    return base.task().name();
  }

  /** The task as it is learned here. */
  RigConfig.Resolved config() {
    TaskConfig task = contender.of(base.task());
    return new RigConfig.Resolved(base.rig(), base.robot(), task);
  }

  /** Where its outcome is kept. */
  Path file(Path folder) {
    return folder.resolve(task()).resolve(contender.name()).resolve(seed + ".json");
  }

  @Override
  public String toString() {
    return task() + " " + contender.name() + " " + seed;
  }
}
