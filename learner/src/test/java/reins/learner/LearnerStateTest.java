package reins.learner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reins.contract.config.AlgorithmConfig;
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
        LearnerState.open(
            TestTasks.task(1, 4, TestTasks.small(settings(algorithm), 3, 2, 10, 0.95)), 1, 2, null);
    LocalActors actors = new LocalActors(state.inbox(), policy -> {});
    LearnerLoop loop = new LearnerLoop(state, actors);
    for (int i = 0; i < 20; i++) {
      actors.offer(Transitions.policy(4, 4, 0.1f * i));
      actors.offer(Transitions.of(4, 4, 0.1f * i, 1, true, Source.SCRIPT, true));
      while (loop.ready()) loop.step();
    }
    return state;
  }

  /** Without passes over demonstrations: twenty updates agree, hundreds drift apart. */
  private static AlgorithmConfig settings(String algorithm) {
    return switch (algorithm) {
      case "iql" -> new AlgorithmConfig("iql", Map.of("batches_per_demonstration_step", 0));
      case "cal_ql" ->
          new AlgorithmConfig("cal_ql", Map.of("batches_per_demonstration_step", 0, "samples", 2));
      default -> AlgorithmConfig.named(algorithm);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"rlpd", "bc", "sac", "hil_serl", "rlif", "iql", "cal_ql"})
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

  /** The ratio of updates to data is kept where the data waits, whoever turns the loop. */
  @Test
  void shouldMakeNoUpdateThatTheDataHasNotPaidFor() {
    int utd = 3;
    int start = 10;
    try (LearnerState state =
        LearnerState.open(
            TestTasks.task(1, 4, TestTasks.small("rlpd", 3, utd, start)), 1, 2, null)) {
      LocalActors actors = new LocalActors(state.inbox(), policy -> {});
      LearnerLoop loop = new LearnerLoop(state, actors);
      for (int i = 1; i <= 30; i++) {
        actors.offer(Transitions.policy(4, 4, 0.1f * i));
        for (int turn = 0; turn < 5; turn++) loop.step(); // a busy loop that never asks
        assertEquals(utd * Math.max(0, i - start), state.agent().updates());
      }
    }
  }

  @Test
  void shouldRefuseAnUnknownEngineInOneLine() {
    var e = assertThrows(IllegalArgumentException.class, () -> train("rlpd", "abacus"));
    assertTrue(e.getMessage().endsWith("expected fused or torch, got 'abacus'"), e.getMessage());
  }
}
