package reins.sim.data;

import java.util.function.BooleanSupplier;
import reins.contract.config.Deployment;
import reins.contract.data.PolicySpec;
import reins.policy.human.ScriptedOperator;
import reins.policy.infer.Exploration;
import reins.policy.infer.PolicyStore;
import reins.sim.lockstep.Lockstep;

/** The scripted operator shows the task in lockstep with the simulated robot. */
final class ScriptedShow {
  private ScriptedShow() {}

  static void run(Deployment config, long seed, Collection into, BooleanSupplier done) {
    PolicySpec spec = PolicySpec.of(config.task());
    try (PolicyStore nobody = new PolicyStore(spec, config.task().periodNs(), Exploration.none());
        Lockstep lockstep =
            Lockstep.learning(
                config,
                new Lockstep.Setup(
                    seed,
                    1,
                    Integer.MAX_VALUE,
                    new ScriptedOperator(config, seed),
                    nobody,
                    into::add,
                    result -> {}))) {
      while (!done.getAsBoolean()) lockstep.step();
    }
  }
}
