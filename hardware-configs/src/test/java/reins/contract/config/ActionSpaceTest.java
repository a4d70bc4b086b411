package reins.contract.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reins.contract.data.PolicySpec;

class ActionSpaceTest {
  private static final Path SHIPPED = Path.of(System.getProperty("reins.root"), "hardware-configs");

  private static final String POSE =
      """
      action:
        kind: cartesian_delta
        dim: 7
        step_m: 0.01
        leash_m: 0.03
        step_rad: 0.06
        leash_rad: 0.1
        turn_max_rad: 0.5
        gripper_threshold: 0.5
        hold_after_s: 0.15
      """;

  private static final String JOINTS =
      """
      action:
        kind: joint_delta
        dim: 8
        step_rad: 0.05
        leash_rad: 0.1
        q_reset_rad: [0.0, -0.3, 0.0, -2.4, 0.0, 2.1, 0.785]
        k_Nm_rad: [600.0, 600.0, 600.0, 600.0, 250.0, 150.0, 50.0]
        d_Nms_rad: [50.0, 50.0, 50.0, 20.0, 20.0, 20.0, 10.0]
        clip_rad: [0.05, 0.05, 0.05, 0.05, 0.04, 0.04, 0.06]
        gripper_threshold: 0.5
        hold_after_s: 0.15
      """;

  private static final String WRENCH =
      """
      action:
        kind: wrench
        dim: 6
        force_N: [13.0, 0.0, 12.0]
        torque_Nm: [0.0, 3.5, 0.0]
        turn_max_rad: 0.5
        d_trans_Ns_m: 89.0
        d_rot_Nms_rad: 7.0
        rise_s: 0.02
        max_gap_s: 0.11
        decay_s: 0.02
        tau_max_Nm: 10.0
        gripper_threshold: 0.5
        hold_after_s: 0.15
      """;

  @TempDir Path dir;

  /** The shipped task with another action. */
  private TaskConfig with(String action) throws IOException {
    String text = Files.readString(SHIPPED.resolve("tasks/franka-pick-cube.yaml"));
    String changed = text.replaceFirst("(?s)action:\n.*?\n\n", action + "\n");
    assertNotEquals(text, changed);
    Path file = dir.resolve("task.yaml");
    Files.writeString(file, changed);
    return ConfigReader.read(file, TaskConfig.class);
  }

  @Test
  void shouldReadEveryKind() throws IOException {
    ActionSpace.CartesianDelta pose =
        assertInstanceOf(ActionSpace.CartesianDelta.class, with(POSE).action());
    assertTrue(pose.turns());
    assertEquals(6, pose.gripper());
    assertEquals(0.06, pose.step_rad());
    ActionSpace.JointDelta joints =
        assertInstanceOf(ActionSpace.JointDelta.class, with(JOINTS).action());
    assertEquals(7, joints.gripper());
    assertArrayEquals(new double[] {600, 600, 600, 600, 250, 150, 50}, joints.k_Nm_rad());
    ActionSpace.Wrench wrench = assertInstanceOf(ActionSpace.Wrench.class, with(WRENCH).action());
    assertEquals(-1, wrench.gripper());
    assertEquals(12, wrench.scale(2));
    assertEquals(3.5, wrench.scale(4));
  }

  @Test
  void shouldRefuseAPolicyThatMeansSomethingElse() throws IOException {
    String pose = PolicySpec.of(with(POSE)).fingerprint();
    assertNotEquals(pose, PolicySpec.of(with(POSE.replace("0.06", "0.05"))).fingerprint());
    assertNotEquals(pose, PolicySpec.of(with(JOINTS)).fingerprint());
    String wrench = PolicySpec.of(with(WRENCH)).fingerprint();
    assertNotEquals(wrench, PolicySpec.of(with(WRENCH.replace("13.0", "12.0"))).fingerprint());
  }

  @Test
  void shouldSayWhichKindAnOperatorOfTheToolNeeds() throws IOException {
    TaskConfig task = with(WRENCH);
    ConfigException e = assertThrows(ConfigException.class, task::cartesianDelta);
    assertEquals("franka-pick-cube: action.kind: expected cartesian_delta", e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kind: cartesian_delta | kind: magic | known type ids = [cartesian_delta, joint_delta, wrench]",
        "dim: 7 | dim: 5 | action: dim: expected 3, 4, 6 or 7, got 5",
        "dim: 7 | dim: 4 | action: step_rad: expected a number from 0.0 to 0.0, got 0.06",
        "turn_max_rad: 0.5 | turn_max_rad: 2.0 | action: turn_max_rad: expected a number from 0.06 to 1.5",
        "leash_rad: 0.1 | leash_rad: 0.01 | action: leash_rad: expected a number from 0.06 to 1.0"
      })
  void shouldNamePathAndExpectation(String line, String changed, String expected) {
    ConfigException e =
        assertThrows(ConfigException.class, () -> with(POSE.replace(line, changed)));
    assertTrue(e.getMessage().contains(expected), e.getMessage());
    assertTrue(!e.getMessage().contains("\n"), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dim: 8 | dim: 6 | action: dim: expected 7 or 8, got 6",
        "250.0, 150.0, 50.0] | 250.0, 150.0] | action: k_Nm_rad: expected 7 numbers, got 6",
        "0.04, 0.06] | 0.04, 0.0] | action: clip_rad[6]: expected a number from"
      })
  void shouldCheckEveryJoint(String line, String changed, String expected) {
    ConfigException e =
        assertThrows(ConfigException.class, () -> with(JOINTS.replace(line, changed)));
    assertTrue(e.getMessage().contains(expected), e.getMessage());
  }

  @Test
  void shouldCheckTheRobotsJointsAndSpeeds() throws IOException {
    assertRefused(JOINTS.replace("-2.4,", "-3.4,"), "q_reset_rad[3]: expected within the joint's");
    assertRefused(
        JOINTS
            .replace("step_rad: 0.05", "step_rad: 0.25")
            .replace("leash_rad: 0.1", "leash_rad: 0.3"),
        "action.step_rad: at 10.0 Hz it asks for 2.5 rad/s, the robot allows 2.175");
    assertRefused(
        POSE.replace("step_rad: 0.06", "step_rad: 0.3").replace("leash_rad: 0.1", "leash_rad: 0.4"),
        "action.step_rad: at 10.0 Hz it asks for 3.0 rad/s, the robot allows 2.5");
  }

  private void assertRefused(String action, String expected) throws IOException {
    for (String folder : new String[] {"robots", "tasks", "rigs"})
      Files.createDirectories(dir.resolve(folder));
    for (String file : new String[] {"robots/panda.yaml", "rigs/sim-franka.yaml"})
      if (!Files.exists(dir.resolve(file))) Files.copy(SHIPPED.resolve(file), dir.resolve(file));
    with(action);
    Files.copy(
        dir.resolve("task.yaml"),
        dir.resolve("tasks/franka-pick-cube.yaml"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    ConfigException e =
        assertThrows(
            ConfigException.class, () -> RigConfig.load(dir.resolve("rigs/sim-franka.yaml")));
    assertTrue(e.getMessage().contains(expected), e.getMessage());
  }
}
