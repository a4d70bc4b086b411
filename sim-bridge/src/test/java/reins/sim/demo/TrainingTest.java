package reins.sim.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reins.contract.config.RigConfig;
import reins.sim.evaluate.Evaluation;
import reins.sim.mujoco.MujocoRequired;
import reins.sim.report.Progress;

@ExtendWith(MujocoRequired.class)
class TrainingTest {
  private static final RigConfig.Resolved CONFIG =
      RigConfig.load(
          Path.of(System.getProperty("reins.root"), "hardware-configs/rigs/sim-franka.yaml"));

  @TempDir Path dir;

  @Test
  void shouldRepeatFromTheSeedWhateverTheThreads() {
    Training.Result one = train(Variant.INTERVENTIONS, 3, 720, 1, dir.resolve("one"));
    Training.Result two = train(Variant.INTERVENTIONS, 3, 720, 2, dir.resolve("two"));
    assertTrue(one.updates() > 100, "updates " + one.updates());
    assertEquals(one.updates(), two.updates());
    assertArrayEquals(one.policy(), two.policy());
  }

  @Test
  void shouldLeaveARunFolderThatTellsEverything() throws java.io.IOException {
    Path folder = dir.resolve("run");
    Training.Plan plan = Training.Plan.standard(Variant.INTERVENTIONS, 1, 700, 2, folder);
    try (Training training = new Training(Variant.INTERVENTIONS.of(CONFIG), plan, new Progress())) {
      training.run(() -> false);
      training.draw(folder.resolve("curve.png"));
    }
    for (String file :
        new String[] {
          "manifest.json", "metrics.jsonl", "journal.bin", "checkpoint.bin", "curve.png"
        }) assertTrue(Files.size(folder.resolve(file)) > 0, file);
    assertTrue(Files.readString(folder.resolve("manifest.json")).contains("\"seed\" : 1"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Variant.class,
      names = {"NO_INTERVENTIONS", "DEMONSTRATIONS_ONLY"})
  void shouldLeaveThePolicyAloneInTheOtherVariants(Variant variant) {
    Training.Result result = train(variant, 1, 700, 2, null);
    assertEquals(0, result.interventions());
    assertEquals(20, result.demonstrations());
    assertTrue(result.updates() > 0);
  }

  /** The figure that the project stands on; ten minutes a seed on two cores. */
  @Tag("slow")
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldSolveNinetyFiveOfAHundredUnseenStarts(long seed) {
    Training.Result result = train(Variant.INTERVENTIONS, seed, 20_000, 2, null);
    Evaluation.Result evaluation = Evaluation.run(CONFIG, result.policy(), 100, seed, 2);
    assertTrue(evaluation.successes() >= 95, evaluation.toString());
    assertTrue(result.envSteps() <= 20_000);
  }

  private static Training.Result train(
      Variant variant, long seed, long steps, int threads, Path folder) {
    Training.Plan plan = Training.Plan.standard(variant, seed, steps, threads, folder);
    try (Training training = new Training(variant.of(CONFIG), plan, new Progress())) {
      return training.run(() -> false);
    }
  }
}
