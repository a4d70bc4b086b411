package reins.contract.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two arms share what they must, and nothing else. */
class ArmsConfigTest {
  private static final Path SHIPPED = Path.of(System.getProperty("reins.root"), "hardware-configs");

  @TempDir Path dir;

  private Path copy(String line, String changed) throws IOException {
    for (String part : new String[] {"robots", "tasks"})
      Files.createSymbolicLink(dir.resolve(part), SHIPPED.resolve(part));
    Path rigs = Files.createDirectory(dir.resolve("rigs"));
    for (String name : new String[] {"sim-franka-left", "sim-two-franka"})
      Files.copy(SHIPPED.resolve("rigs/" + name + ".yaml"), rigs.resolve(name + ".yaml"));
    String text = Files.readString(SHIPPED.resolve("rigs/sim-franka-right.yaml"));
    assertTrue(text.contains(line), line);
    Files.writeString(rigs.resolve("sim-franka-right.yaml"), text.replace(line, changed));
    return rigs.resolve("sim-two-franka.yaml");
  }

  @Test
  void shouldLoadTheArmsThatARigNames() throws IOException {
    List<RigConfig.Resolved> arms = ArmsConfig.load(copy("armed", "armed"));
    assertEquals(
        List.of("sim-franka-left", "sim-franka-right"),
        arms.stream().map(a -> a.rig().name()).toList());
  }

  @Test
  void shouldTakeARigOfOneArmAsItIs() {
    assertEquals(1, ArmsConfig.load(SHIPPED.resolve("rigs/sim-franka.yaml")).size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/right/reins/joint_torque | /left/reins/joint_torque | expected to be one arm's own",
        "/right/franka_gripper/joint_states | /left/franka_state_controller/joint_states | one arm's",
        "reins-sim-franka-right | reins-sim-franka-left | exchange.path",
        "port: 50074 | port: 50073 | link.port",
        "cpu: 0 | cpu: 1 | control.cpu",
        "localhost:11412 | localhost:11413 | ros.master_uri: expected http://localhost:11412/",
        "rt: ignore | rt: enforce | control.rt: expected ignore",
        "/reins/estop | /right/estop | safety.estop_topic: expected /reins/estop"
      })
  void shouldRefuseWhatWouldHaveTwoArmsObeyOneMessage(String line, String changed, String says)
      throws IOException {
    Path file = copy(line, changed);
    ConfigException e = assertThrows(ConfigException.class, () -> ArmsConfig.load(file));
    assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
    assertTrue(e.getMessage().contains(says), e.getMessage());
  }

  @Test
  void shouldLetTheKernelChooseTheCoreOfBoth() throws IOException {
    Path file = copy("cpu: 0", "cpu: -1");
    Path left = file.resolveSibling("sim-franka-left.yaml");
    Files.writeString(left, Files.readString(left).replace("cpu: 1", "cpu: -1"));
    assertEquals(2, ArmsConfig.load(file).size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"[sim-franka-left]", "[sim-franka-left, sim-franka-left]", "[a, b, c, d, e]"})
  void shouldRefuseFewerThanTwoAndTheSameTwice(String arms) throws IOException {
    Path file = dir.resolve("rig.yaml");
    Files.writeString(file, "name: two\narms: " + arms + "\n");
    ConfigException e = assertThrows(ConfigException.class, () -> ArmsConfig.load(file));
    assertTrue(e.getMessage().contains("arms: expected the names of 2 to 4"), e.getMessage());
  }

  @Test
  void shouldTellAProcessOfOneArmToNameOne() {
    Path file = SHIPPED.resolve("rigs/sim-two-franka.yaml");
    ConfigException e = assertThrows(ConfigException.class, () -> RigConfig.load(file));
    assertTrue(e.getMessage().contains("name one arm's"), e.getMessage());
  }
}
