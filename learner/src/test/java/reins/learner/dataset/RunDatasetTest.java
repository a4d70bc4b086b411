package reins.learner.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.config.FlightTask;
import reins.contract.exchange.Source;
import reins.learner.LearnerState;
import reins.learner.TestTasks;
import reins.learner.Transitions;
import reins.learner.serve.LocalActors;

class RunDatasetTest {
  @TempDir Path dir;

  @Test
  void shouldGiveBackWhatTheCameraSawAtEachStep() {
    FlightTask task = TestTasks.seeing("bc", 11, 9);
    Path run = dir.resolve("run");
    try (LearnerState state = LearnerState.open(task, 1, 1, run)) {
      LocalActors actors = new LocalActors(state.inbox(), p -> {});
      for (int i = 0; i < 5; i++)
        actors.offer(
            Transitions.of(4, 4, i, 1, i == 4, Source.POLICY, false)
                .showing(picture(i), picture(i + 1)));
    }
    Dataset data = Dataset.read(run);
    Path folder = dir.resolve("lerobot");
    LeRobotWriter.write(folder, data);
    Images images = LeRobotReader.read(folder).images();
    assertEquals(List.of("eye"), images.cameras());
    for (int i = 0; i < 5; i++) assertArrayEquals(picture(i), images.rgb(0, i, 0));
  }

  private static byte[] picture(int mark) {
    byte[] rgb = new byte[11 * 9 * 3];
    rgb[7] = (byte) (mark + 1);
    return rgb;
  }
}
