package reins.learner.algo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reins.contract.config.AlgorithmConfig;
import reins.contract.config.ConfigException;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.Source;
import reins.learner.LearnerLoop;
import reins.learner.LearnerState;
import reins.learner.TestTasks;
import reins.learner.Transitions;
import reins.learner.replay.Batch;
import reins.learner.replay.Buffers;
import reins.learner.serve.LocalActors;

class AlgorithmTest {
  private static TaskConfig task(String name, Map<String, Object> settings) {
    return TestTasks.task(
        2, 3, TestTasks.small(new AlgorithmConfig(name, settings), 2, 1, 10, 0.95));
  }

  @Test
  void shouldFindAnAlgorithmThatNothingElseKnowsOf() {
    try (LearnerState state =
        LearnerState.open(task("stand_still", Map.of("patience", 3)), 1, 1, null)) {
      LocalActors actors = new LocalActors(state.inbox(), p -> {});
      LearnerLoop loop = new LearnerLoop(state, actors);
      for (int i = 0; i < 11; i++) actors.offer(Transitions.policy(6, 3, i));
      while (loop.ready()) loop.step();
      assertEquals(3, state.agent().updates());
    }
  }

  @Test
  void shouldListTheNamesThereAreForOneThatThereIsNot() {
    TaskConfig task = task("magic", Map.of());
    var e = assertThrows(ConfigException.class, () -> Algorithm.of(task));
    assertTrue(e.getMessage().contains("learning.algorithm: expected one of [bc, "), e.toString());
    assertTrue(e.getMessage().endsWith("got 'magic'"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sac", "rlpd", "hil_serl", "rlif", "bc", "hg_dagger", "iql", "cal_ql"})
  void shouldRefuseASettingThatItDoesNotHave(String name) {
    TaskConfig task = task(name, Map.of("speed", 1));
    var e = assertThrows(ConfigException.class, () -> Algorithm.of(task).recipe(task));
    assertTrue(e.getMessage().startsWith("learning.algorithm.speed: unknown key"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sac", "rlpd", "hil_serl", "rlif"})
  void shouldHaveThePublishedQuirksOnlyWhereATaskAsksForThem(String name) {
    Map<String, Object> quirks = Map.of("shared_head", true, "terminal_timeouts", true);
    for (boolean asked : new boolean[] {false, true}) {
      TaskConfig task = task(name, asked ? Map.of("quirks", quirks) : Map.of());
      Recipe recipe = Algorithm.of(task).recipe(task);
      assertEquals(asked, recipe.networks().sharedHead());
      Buffers buffers = new Buffers(10, 6, 3, recipe.intake());
      buffers.add(Transitions.of(6, 3, 1, 1, true, Source.POLICY, false)); // timed out
      Batch batch = new Batch(1, 6, 3);
      buffers.online().copy(0, batch, 0);
      assertEquals(asked ? 0 : 1, batch.mask()[0]);
    }
  }

  @Test
  void shouldAskForTheGrippersCommandWhereTheGraspCriticNeedsIt() {
    TaskConfig cube = TestTasks.task(2, 4, TestTasks.small("hil_serl", 2, 1, 10));
    TaskConfig blind = TestTasks.withoutLastTerm(cube);
    var e = assertThrows(ConfigException.class, () -> Algorithm.of(blind).recipe(blind));
    assertTrue(e.getMessage().contains("expected a term gripper_command"), e.getMessage());
    assertEquals(3, Algorithm.of(cube).recipe(cube).networks().actionDim());
  }
}
