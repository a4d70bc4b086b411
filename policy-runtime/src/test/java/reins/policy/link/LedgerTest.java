package reins.policy.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.config.RigConfig;
import reins.contract.data.PolicySpec;
import reins.policy.ActorLoop;
import reins.policy.FakeArm;
import reins.policy.Rigs;
import reins.policy.human.ScriptedOperator;
import reins.policy.infer.Exploration;
import reins.policy.infer.PolicyStore;
import reins.policy.record.TransitionSink;

class LedgerTest {
  private final RigConfig.Resolved config = Rigs.simFranka();
  @TempDir Path dir;

  /** Runs until so many demonstrations succeeded, or is cut off in the middle of the next. */
  private void run(int demonstrations) {
    Ledger ledger = new Ledger(dir);
    FakeArm arm = new FakeArm(config, 1);
    PolicyStore none = new PolicyStore(PolicySpec.of(config.task()), 1, Exploration.none());
    ActorLoop.Parts parts =
        new ActorLoop.Parts(
            config,
            arm.exchange,
            arm,
            new ScriptedOperator(config, 1),
            arm,
            TransitionSink.NONE,
            none,
            result -> {});
    ActorLoop loop = ActorLoop.learning(parts, ledger.firstEpisode(), 20);
    while (loop.stats().demonstrationSuccesses() < demonstrations) {
      loop.step(arm.now_ns);
      ledger.note(loop.stats());
      arm.period();
    }
  }

  @Test
  void shouldBeginWithTheFirstEpisode() {
    Ledger ledger = new Ledger(dir);
    assertEquals(1, ledger.firstEpisode());
    assertEquals(0, ledger.earlierDemonstrations());
  }

  @Test
  void shouldRememberDemonstrationsAndNeverRepeatANumber() {
    run(3);
    Ledger ledger = new Ledger(dir);
    assertEquals(3, ledger.earlierDemonstrations());
    assertEquals(5, ledger.firstEpisode());
    run(2);
    assertEquals(5, new Ledger(dir).earlierDemonstrations());
    assertEquals(8, new Ledger(dir).firstEpisode());
  }
}
