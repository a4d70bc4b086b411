package reins.policy.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reins.contract.config.ConfigException;
import reins.contract.config.DeviceConfig;
import reins.contract.config.Press;
import reins.policy.Rigs;
import reins.policy.human.Word;

class ControlsTest {
  private final double[] out = new double[6];

  @Test
  void shouldTurnAPadsSticksIntoTheBaseFrame() {
    Controls pad = new Controls(Readings.sticks("xbox"));
    double[] axes = Readings.pad(1, -0.5, 0.25);
    axes[3] = -1;
    assertTrue(pad.deflections(axes, out));
    assertArrayEquals(new double[] {1, -0.5, 0.25, 0, 0, -1}, out);
  }

  /** Pushed away from the person, the cap moves the tool away; lifted, up. */
  @Test
  void shouldTurnASpaceMouseIntoTheBaseFrame() {
    Controls cap = new Controls(Readings.sticks("spacemouse"));
    assertTrue(cap.deflections(new double[] {0.5, -1, -0.25, 0.1, 0.2, 0.3}, out));
    assertArrayEquals(new double[] {1, -0.5, 0.25, -0.2, -0.1, -0.3}, out, 1e-12);
  }

  @Test
  void shouldReachFullSpeedBySpacenavAtTheCapsStop() {
    Controls cap = new Controls(Readings.sticks("spacenav"));
    assertTrue(cap.deflections(new double[] {350 / 512.0, 0, 0, 0, 0, -1}, out));
    assertEquals(1, out[0], 0.01);
    assertEquals(-1, out[5]);
  }

  @Test
  void shouldRefuseReadingsThatLackAnAxisOrAreNoNumber() {
    Controls pad = new Controls(Readings.sticks("xbox"));
    assertFalse(pad.deflections(new double[4], out));
    double[] axes = Readings.pad(Double.NaN, 0, 0);
    assertFalse(pad.deflections(axes, out));
    axes = Readings.pad(Double.POSITIVE_INFINITY, 0, 0);
    assertFalse(pad.deflections(axes, out));
  }

  @Test
  void shouldHearAWordOncePerPressAndNotOneThatWasDownFromTheStart() {
    Controls pad = new Controls(Readings.sticks("xbox"));
    double[] up = Readings.pad(0, 0, 0);
    up[7] = 1;
    double[] rest = Readings.pad(0, 0, 0);
    boolean[] none = Readings.pressed();
    assertFalse(pad.said(Word.SUCCESS, up, none));
    assertFalse(pad.said(Word.SUCCESS, up, none));
    assertFalse(pad.said(Word.SUCCESS, rest, none));
    assertTrue(pad.said(Word.SUCCESS, up, none));
    assertFalse(pad.said(Word.SUCCESS, up, none));
    assertTrue(pad.said(Word.ESTOP, rest, Readings.pressed(6)), "a stop is a stop");
    assertFalse(pad.said(Word.ASK, rest, none));
  }

  @Test
  void shouldGripByTheShoulders() {
    Controls pad = new Controls(Readings.sticks("xbox"));
    double[] rest = Readings.pad(0, 0, 0);
    assertEquals(1, pad.grip(rest, Readings.pressed(5)));
    assertEquals(-1, pad.grip(rest, Readings.pressed(4)));
    assertEquals(0, pad.grip(rest, Readings.pressed(4, 5)));
    assertEquals(0, pad.grip(rest, new boolean[0]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"xbox", "playstation", "spacenav", "spacemouse"})
  void shouldReadEveryShippedDevice(String name) {
    DeviceConfig.Sticks device = Readings.sticks(name);
    assertEquals(name, device.name());
    assertEquals(Press.Kind.BUTTON, device.buttons().close().kind());
  }

  @Test
  void shouldNameWhatIsWrongInADevicesFile(@TempDir Path dir) throws IOException {
    Path rig = Rigs.root().resolve("hardware-configs/rigs/sim-franka.yaml");
    String good = Files.readString(Rigs.root().resolve("hardware-configs/devices/xbox.yaml"));
    Path file = dir.resolve("mine.yaml");
    for (List<String> change :
        List.of(
            List.of("button 5 ", "button five ", "'button N', 'axis N +'"),
            List.of("axes: [1,", "axes: [99,", "axes[0]: expected a number from -1"),
            List.of("gains: [1.0,", "gains: [9.0,", "gains[0]"),
            List.of("name: xbox", "name: 'x\"box'", "name: expected at most 32"),
            List.of("topic: /joy", "topic: joy", "expected a ROS name"),
            List.of("kind: joy", "kind: wheel", "wheel"))) {
      Files.writeString(file, good.replace(change.get(0), change.get(1)));
      String message =
          assertThrows(ConfigException.class, () -> DeviceConfig.load(rig, file.toString()))
              .getMessage();
      assertTrue(message.contains(change.get(2)), message);
      assertTrue(message.startsWith(file.toString()), message);
    }
  }
}
