package reins.learner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reins.contract.exchange.Source;
import reins.learner.serve.LocalActors;

class LearnerStateTest {
  @AfterEach
  void forgetTheEngine() {
    System.clearProperty(LearnerState.ENGINE);
  }

  private static LearnerState train(String algorithm, String engine) {
    System.setProperty(LearnerState.ENGINE, engine);
    LearnerState state =
        LearnerState.open(TestTasks.task(1, 4, TestTasks.small(algorithm, 3, 2, 10)), 1, 2, null);
    LocalActors actors = new LocalActors(state.inbox(), policy -> {});
    LearnerLoop loop = new LearnerLoop(state, actors);
    for (int i = 0; i < 20; i++) {
      actors.offer(Transitions.policy(4, 4, 0.1f * i));
      actors.offer(Transitions.of(4, 4, 0.1f * i, 1, false, Source.SCRIPT, true));
      while (loop.ready()) loop.step();
    }
    return state;
  }

  @ParameterizedTest
  @ValueSource(strings = {"rlpd", "bc", "sac", "hil_serl", "rlif"})
  void shouldTrainAlikeOnEitherEngine(String algorithm) {
    try (LearnerState fused = train(algorithm, "fused");
        LearnerState torch = train(algorithm, "torch")) {
      assertEquals(20, fused.agent().updates());
      assertEquals(20, torch.agent().updates());
      torch
          .metrics()
          .latest()
          .values()
          .forEach(
              (name, value) ->
                  assertEquals(value, fused.metrics().latest().values().get(name), 1e-3, name));
    }
  }

  @Test
  void shouldRefuseAnUnknownEngineInOneLine() {
    var e = assertThrows(IllegalArgumentException.class, () -> train("rlpd", "abacus"));
    assertTrue(e.getMessage().endsWith("expected fused or torch, got 'abacus'"), e.getMessage());
  }
}
