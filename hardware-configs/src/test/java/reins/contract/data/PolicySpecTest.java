package reins.contract.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.config.ConfigReader;
import reins.contract.config.TaskConfig;

class PolicySpecTest {
  private static final Path TASK =
      Path.of(System.getProperty("reins.root"), "hardware-configs/tasks/franka-pick-cube.yaml");

  @TempDir Path dir;

  @Test
  void shouldChangeOnlyWithWhatAPolicyDependsOn() throws IOException {
    PolicySpec spec = PolicySpec.of(ConfigReader.read(TASK, TaskConfig.class));
    assertEquals(14, spec.obsDim());
    assertEquals(4, spec.actionDim());
    assertEquals(64, spec.fingerprint().length());
    assertEquals(spec, PolicySpec.of(with("utd: 4", "utd: 5")));
    assertNotEquals(spec, PolicySpec.of(with("step_m: 0.025", "step_m: 0.02")));
    assertNotEquals(
        spec,
        PolicySpec.of(with("half_range: [0.25, 0.25, 0.25]", "half_range: [0.25, 0.25, 0.2]")));
  }

  private TaskConfig with(String line, String changed) throws IOException {
    Path file = dir.resolve("task.yaml");
    Files.writeString(file, Files.readString(TASK).replace(line, changed));
    return ConfigReader.read(file, TaskConfig.class);
  }
}
