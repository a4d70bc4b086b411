package reins.policy.human;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reins.contract.config.RigConfig;
import reins.contract.data.PolicySpec;
import reins.contract.data.Transition;
import reins.policy.ActorLoop;
import reins.policy.FakeArm;
import reins.policy.Rigs;
import reins.policy.episode.EpisodeResult;
import reins.policy.infer.Exploration;
import reins.policy.infer.PolicyStore;

class ScriptedOperatorTest {
  private final RigConfig.Resolved config = Rigs.simFranka();
  private final List<EpisodeResult> results = new ArrayList<>();
  private final List<Transition> transitions = new ArrayList<>();

  private ActorLoop loop(RigConfig.Resolved config, FakeArm arm, long seed, int demonstrations) {
    PolicyStore none =
        new PolicyStore(PolicySpec.of(config.task()), 25_000_000, Exploration.none());
    return ActorLoop.learning(
        new ActorLoop.Parts(
            config,
            arm.exchange,
            arm,
            new ScriptedOperator(config, seed),
            arm,
            transitions::add,
            none,
            results::add),
        0,
        demonstrations);
  }

  @Test
  void shouldSucceedInNearlyEveryDemonstration() {
    FakeArm arm = new FakeArm(config, 7);
    ActorLoop loop = loop(config, arm, 7, 200);
    for (int i = 0; i < 200_000 && loop.stats().demonstrationSuccesses() < 200; i++) {
      loop.step(arm.now_ns);
      arm.period();
    }
    assertEquals(200, loop.stats().demonstrationSuccesses());
    assertTrue(loop.stats().demonstrations() <= 204, loop.stats().demonstrations() + " needed");
    double steps = results.stream().mapToInt(EpisodeResult::steps).average().orElseThrow();
    assertTrue(steps < 40, "steps per demonstration: " + steps);
  }
}
