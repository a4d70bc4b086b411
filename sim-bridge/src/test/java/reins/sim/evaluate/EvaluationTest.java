package reins.sim.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.config.ConfigException;
import reins.contract.config.RigConfig;
import reins.learner.LearnerLoop;
import reins.learner.LearnerState;
import reins.learner.serve.LocalActors;
import reins.sim.mujoco.MujocoRequired;

@ExtendWith(MujocoRequired.class)
class EvaluationTest {
  private static final Path CONFIGS = Path.of(System.getProperty("reins.root"), "hardware-configs");
  private static final RigConfig.Resolved CONFIG =
      RigConfig.load(CONFIGS.resolve("rigs/sim-franka.yaml"));
  private static byte[] untrained;

  @TempDir Path dir;

  /** The policy that a learner publishes before its first update. */
  @BeforeAll
  static void makeAPolicy() {
    AtomicReference<byte[]> published = new AtomicReference<>();
    LearnerState state = LearnerState.open(CONFIG.task(), 1, 1, null);
    new LearnerLoop(state, new LocalActors(state.inbox(), p -> published.set(p.onnx()))).close();
    untrained = published.get();
  }

  @Test
  void shouldNotDependOnThreads() {
    Evaluation.Result one = Evaluation.run(CONFIG, untrained, 2, 7, 1);
    Evaluation.Result two = Evaluation.run(CONFIG, untrained, 2, 7, 2);
    assertEquals(2, one.episodes());
    assertEquals(one.successes(), two.successes());
    assertEquals(one.envSteps(), two.envSteps());
  }

  @Test
  void shouldRefuseAPolicyOfAnotherTask() throws IOException {
    for (String folder : List.of("robots", "tasks", "rigs")) {
      Files.createDirectories(dir.resolve(folder));
      try (Stream<Path> files = Files.list(CONFIGS.resolve(folder))) {
        for (Path file : files.toList())
          Files.copy(file, dir.resolve(folder).resolve(file.getFileName()));
      }
    }
    Path task = dir.resolve("tasks/franka-pick-cube.yaml");
    Files.writeString(task, Files.readString(task).replace("step_m: 0.025", "step_m: 0.024"));
    RigConfig.Resolved other = RigConfig.load(dir.resolve("rigs/sim-franka.yaml"));
    ConfigException e =
        assertThrows(ConfigException.class, () -> Evaluation.run(other, untrained, 1, 1, 1));
    assertTrue(e.getMessage().contains("made for another task: fingerprint"), e.getMessage());
  }

  @Test
  void shouldDrawAFilmStrip() throws IOException {
    Path png = dir.resolve("film.png");
    FilmStrip.write(CONFIG, untrained, 1, png);
    assertEquals(1280, ImageIO.read(png.toFile()).getWidth());
  }
}
