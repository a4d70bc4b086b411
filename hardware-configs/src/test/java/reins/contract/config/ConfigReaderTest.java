package reins.contract.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigReaderTest {
  private static final Path SHIPPED = Path.of(System.getProperty("reins.root"), "hardware-configs");

  @TempDir Path dir;

  static Stream<Path> rigs() throws IOException {
    try (Stream<Path> files = Files.list(SHIPPED.resolve("rigs"))) {
      return files
          .filter(f -> f.toString().endsWith(".yaml") && !FlightRigConfig.is(f))
          .toList()
          .stream();
    }
  }

  static Stream<Path> robots() throws IOException {
    try (Stream<Path> files = Files.list(SHIPPED.resolve("robots"))) {
      return files.filter(f -> f.toString().endsWith(".yaml")).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("rigs")
  void shouldLoadEveryShippedRig(Path rig) {
    for (RigConfig.Resolved resolved : ArmsConfig.load(rig)) {
      assertEquals(resolved.rig().robot(), resolved.robot().name());
      assertTrue(resolved.task().obsDim() > 0);
    }
  }

  static Stream<Path> tasks() throws IOException {
    try (Stream<Path> files = Files.list(SHIPPED.resolve("tasks"))) {
      return files.filter(f -> !ConfigReader.has(f, FlightTask.KEY)).toList().stream();
    }
  }

  /** Every arm's task, on the simulated arm where the shipped rig has another. */
  @ParameterizedTest
  @MethodSource("tasks")
  void shouldLoadEveryShippedTaskOnARigOfItsRobot(Path file) throws IOException {
    TaskConfig task = ConfigReader.read(file, TaskConfig.class);
    assertEquals(file.getFileName().toString(), task.name() + ".yaml");
    for (String part : new String[] {"robots", "tasks"})
      Files.createSymbolicLink(dir.resolve(part), SHIPPED.resolve(part));
    String shipped = task.robot().equals("panda") ? "sim-franka" : task.robot();
    String text = Files.readString(SHIPPED.resolve("rigs/" + shipped + ".yaml"));
    Path rig = Files.createDirectory(dir.resolve("rigs")).resolve("rig.yaml");
    Files.writeString(rig, text.replaceAll("(?m)^task: .*", "task: " + task.name()));
    assertEquals(task.name(), RigConfig.load(rig).task().name());
  }

  @Test
  void shouldShipATaskOfEveryKindOfAction() throws IOException {
    Set<Class<?>> kinds = new HashSet<>();
    for (Path file : tasks().toList())
      kinds.add(ConfigReader.read(file, TaskConfig.class).action().getClass());
    assertEquals(Set.of(ActionSpace.Arm.class.getPermittedSubclasses()), kinds);
  }

  @ParameterizedTest
  @MethodSource("robots")
  void shouldLoadEveryShippedRobot(Path file) {
    RobotConfig robot = ConfigReader.read(file, RobotConfig.class);
    assertEquals(file.getFileName().toString(), robot.name() + ".yaml");
    assertEquals(robot.name().equals("ur5e") ? 6 : 7, robot.n());
  }

  /**
   * Each row changes one line of the shipped task; the message must name the path and what was
   * expected.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "policy_hz: 10.0 | policy_hz: 1000.0 | policy_hz: expected a number from 1.0 to 100.0",
        "half_range: [0.04]} | half_range: [0.04], colour: red} | observation[2].colour: unknown key",
        "policy_hz: 10.0 | '' | task.yaml: missing key policy_hz",
        "policy_hz: 10.0 | policy_hz: fast | policy_hz: expected double",
        "policy_hz: 10.0 | policy_hz: .nan | policy_hz: expected a number; Malformed",
        "low_m: [0.31, -0.25, 0.012] | low_m: [0.31, -0.25] | workspace: low_m: expected 3 numbers, got 2",
        "low_m: [0.31, -0.25, 0.012] | low_m: [0.9, -0.25, 0.012] | workspace: high_m: expected every axis above low_m",
        "clip_trans_m: 0.015 | clip_trans_m: -0.015 | impedance: clip_trans_m: expected a number from",
        "algorithm: rlpd | algorithm: 3 | learning.algorithm: expected the name of an algorithm",
        "algorithm: rlpd | algorithm: Magic! | learning.algorithm: name: expected lower-case letters",
        "episode_steps: 100 | episode_steps: 100.5 | episode_steps: expected int",
        "robot: panda | {robot: panda | line",
        "policy_hz: 10.0 | policy_hz: | policy_hz",
        "step_m: 0.025 | step_m: 0.00001 | action: step_m: expected a number from"
      })
  void shouldNamePathAndExpectation(String line, String changed, String expected)
      throws IOException {
    String text = Files.readString(SHIPPED.resolve("tasks/franka-pick-cube.yaml"));
    assertTrue(text.contains(line), line);
    Path file = dir.resolve("task.yaml");
    Files.writeString(file, text.replace(line, changed));
    ConfigException e =
        assertThrows(ConfigException.class, () -> ConfigReader.read(file, TaskConfig.class));
    assertTrue(e.getMessage().startsWith(file.toString() + ": "), e.getMessage());
    assertTrue(e.getMessage().contains(expected), e.getMessage());
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
  }

  record Inner(boolean on) {}

  record Outer(Inner inner, double rate) {}

  @Test
  void shouldReadAnAlgorithmsOwnSettingsOverItsDefaults() throws IOException {
    String text = Files.readString(SHIPPED.resolve("tasks/franka-pick-cube.yaml"));
    Path file = dir.resolve("task.yaml");
    Files.writeString(
        file,
        text.replace("algorithm: rlpd", "algorithm: {name: other, rate: 2, inner: {on: true}}"));
    AlgorithmConfig algorithm = ConfigReader.read(file, TaskConfig.class).learning().algorithm();
    assertEquals("other", algorithm.name());
    assertEquals(new Outer(new Inner(true), 2), algorithm.over(new Outer(new Inner(false), 0.5)));
    assertEquals(
        new Outer(new Inner(false), 0.5),
        AlgorithmConfig.named("other").over(new Outer(new Inner(false), 0.5)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rat | 1 | learning.algorithm.rat: unknown key; expected one of [inner, rate]",
        "rate | fast | learning.algorithm.rate: expected double"
      })
  void shouldRefuseSettingsThatAnAlgorithmDoesNotHave(String key, String value, String expected) {
    AlgorithmConfig algorithm = new AlgorithmConfig("other", java.util.Map.of(key, value));
    ConfigException e =
        assertThrows(ConfigException.class, () -> algorithm.over(new Outer(new Inner(false), 0.5)));
    assertTrue(e.getMessage().startsWith(expected), e.getMessage());
  }

  /** A driver that keeps the last speed when we are killed is taken at a person's word only. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "        | ros.arm: missing key runs_on_when_killed",
        "    runs_on_when_killed: false | ros.arm: runs_on_when_killed: expected true"
      })
  void shouldRefuseADriverThatRunsOnWithoutAPersonsWord(String line, String says)
      throws IOException {
    String text = Files.readString(SHIPPED.resolve("rigs/ur5e.yaml"));
    String speeds =
        "velocity_topic: /speeds\n"
            + (line == null ? "" : "    " + line.strip() + "\n")
            + "    status:";
    Path file = dir.resolve("rig.yaml");
    Files.writeString(
        file,
        text.replace("interface: ur_position", "interface: ur_velocity")
            .replaceAll("(?s)trajectory_topic:.*?status:", speeds));
    ConfigException e =
        assertThrows(ConfigException.class, () -> ConfigReader.read(file, RigConfig.class));
    assertTrue(e.getMessage().contains(says), e.getMessage());
  }

  @Test
  void shouldRefuseRepeatedKey() throws IOException {
    Path file = dir.resolve("task.yaml");
    Files.writeString(
        file, Files.readString(SHIPPED.resolve("tasks/franka-pick-cube.yaml")) + "\nname: twice\n");
    ConfigException e =
        assertThrows(ConfigException.class, () -> ConfigReader.read(file, TaskConfig.class));
    assertTrue(e.getMessage().contains("name"), e.getMessage());
  }

  @Test
  void shouldNameMissingFile() {
    Path file = dir.resolve("none.yaml");
    ConfigException e = assertThrows(ConfigException.class, () -> RigConfig.load(file));
    assertEquals(file + ": no such file", e.getMessage());
  }

  @Test
  void shouldRefuseTaskFasterThanRobot() throws IOException {
    for (String folder : new String[] {"robots", "tasks", "rigs"})
      Files.createDirectories(dir.resolve(folder));
    Files.copy(SHIPPED.resolve("robots/panda.yaml"), dir.resolve("robots/panda.yaml"));
    Files.copy(SHIPPED.resolve("rigs/sim-franka.yaml"), dir.resolve("rigs/sim-franka.yaml"));
    String task = Files.readString(SHIPPED.resolve("tasks/franka-pick-cube.yaml"));
    Files.writeString(
        dir.resolve("tasks/franka-pick-cube.yaml"),
        task.replace("speed_m_s: 0.3 ", "speed_m_s: 5.0 "));
    ConfigException e =
        assertThrows(
            ConfigException.class, () -> RigConfig.load(dir.resolve("rigs/sim-franka.yaml")));
    assertTrue(e.getMessage().contains("reset.speed_m_s: expected at most the robot's 1.7 m/s"));
  }

  /** Nothing keeps a robot that closes its own loop out of obstacles. */
  @Test
  void shouldRefuseAnArmThatLands() throws IOException {
    for (String part : new String[] {"robots", "tasks"})
      Files.createSymbolicLink(dir.resolve(part), SHIPPED.resolve(part));
    String text = Files.readString(SHIPPED.resolve("rigs/sim-franka.yaml"));
    Path file = Files.createDirectory(dir.resolve("rigs")).resolve("landing.yaml");
    Files.writeString(file, text.replace("link_lost: hold", "link_lost: land"));
    String message = assertThrows(ConfigException.class, () -> RigConfig.load(file)).getMessage();
    assertTrue(message.contains("cockpit.link_lost: expected hold or policy"), message);
  }

  @ParameterizedTest
  @CsvSource({"franka-serl", "ur5e"})
  void shouldRefuseObstaclesThatNobodyKeepsOutOf(String name) throws IOException {
    for (String part : new String[] {"robots", "tasks"})
      Files.createSymbolicLink(dir.resolve(part), SHIPPED.resolve(part));
    Path rig = Files.createDirectories(dir.resolve("rigs")).resolve("rig.yaml");
    String ball = "[{name: ball, center_m: [0.5, 0, 0.3], radius_m: 0.1, points: [tool]}]";
    String text = Files.readString(SHIPPED.resolve("rigs").resolve(name + ".yaml"));
    Files.writeString(rig, text.replace("obstacles: []", "obstacles: " + ball));
    String said = assertThrows(ConfigException.class, () -> RigConfig.load(rig)).getMessage();
    assertTrue(said.contains("rig.yaml: safety.barrier.obstacles: expected none"), said);
  }
}
