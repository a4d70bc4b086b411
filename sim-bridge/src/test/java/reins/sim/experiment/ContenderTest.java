package reins.sim.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reins.contract.config.ConfigException;
import reins.contract.config.RigConfig;
import reins.contract.config.TaskConfig;
import reins.learner.algo.Algorithm;

class ContenderTest {
  private static TaskConfig task(String name) {
    return RigConfig.load(
            Path.of(System.getProperty("reins.root"), "hardware-configs/rigs/sim-franka.yaml"),
            name)
        .task();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"franka-reach", "franka-pick-cube", "franka-peg-insert", "franka-peg-insert-1mm"})
  void shouldChangeEveryTaskIntoOneThatTheLearnerKnows(String name) {
    for (Contender contender :
        Stream.concat(Contender.ALGORITHMS.stream(), Contender.ABLATIONS.stream()).toList()) {
      TaskConfig task = contender.of(task(name));
      Algorithm.of(task).recipe(task);
      assertEquals(name, task.name());
      assertEquals(task(name).reward(), task.reward());
    }
  }

  @Test
  void shouldLeaveOutWhatTheAblationSays() {
    TaskConfig task = task("franka-reach");
    List<Contender> all = Contender.named(Contender.ABLATIONS, List.of("all"), "--ablations");
    assertEquals(0, all.get(0).of(task).learning().demonstrations());
    assertEquals(1, all.get(1).of(task).operator().laziness());
    assertEquals(10, all.get(2).of(task).learning().critics());
    assertFalse(all.get(3).of(task).learning().critic_layer_norm());
    assertEquals(1, all.get(4).of(task).learning().utd());
  }

  @Test
  void shouldNameWhatThereIs() {
    String message =
        assertThrows(
                ConfigException.class,
                () -> Contender.named(Contender.ALGORITHMS, List.of("dqn"), "--algorithms"))
            .getMessage();
    assertTrue(message.startsWith("--algorithms: expected some of [hil_serl"), message);
  }
}
