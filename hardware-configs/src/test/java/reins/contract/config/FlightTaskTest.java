package reins.contract.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reins.contract.data.PolicySpec;

class FlightTaskTest {
  private static final Path CONFIGS = Path.of(System.getProperty("reins.root"), "hardware-configs");
  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(strings = {"quad-gate", "quad-look"})
  void shouldReadTheShippedTasksWithTheSimulatedVehicle(String name) {
    Deployment deployment = Deployment.load(CONFIGS, null, name);
    FlightTask.Resolved flight = assertInstanceOf(FlightTask.Resolved.class, deployment);
    assertEquals(name, flight.task().name());
    assertEquals("sim-crazyflie", flight.flight().flight().name());
    assertEquals(4, flight.task().action().dim());
    assertEquals(0, flight.joints());
    FlightTask changed = flight.with(Map.of("episode_steps", 7)).task();
    assertEquals(7, changed.episode_steps());
  }

  @Test
  void shouldStillReadAnArmsRigAndItsTask() {
    assertInstanceOf(RigConfig.Resolved.class, Deployment.load(CONFIGS, null, null));
    assertEquals("franka-reach", Deployment.load(CONFIGS, null, "franka-reach").task().name());
  }

  @ParameterizedTest
  @CsvSource({
    "'kind: velocity', 'kind: body_rates', 'action.kind: expected the flight''s velocity'",
    "'kind: velocity', 'kind: wrench', 'action'",
    "'hold_after_s: 0.1 ', 'hold_after_s: 0.2 ', 'ladder.action_hover_s, 0.1'",
    "'low_m: [-4.0,', 'low_m: [-9.0,', 'box: expected to lie within the flight''s fence'",
    "'width_m: 0.8', 'width_m: 0.1', 'reward: width_m'",
    "'[-2.4, 1.4, 0.2]', '[2.4, 1.4, 0.2]', 'waypoints_m[0]: expected before the gate'",
    "'quadrotor: crazyflie', 'quadrotor: racer5', 'quadrotor: expected crazyflie, which flight sim-crazyflie flies, got racer5'",
    "'over_m: 2.8', 'over_m: 9.0', 'start.over_m'",
    "'cameras: []', 'cameras: [{name: eye, width: 4, height: 48, center: 127.5, half_range: 127.5, stale_s: 0.1}]', 'width'"
  })
  void shouldRefuseATaskThatDoesNotFitInOneLine(String from, String to, String expected)
      throws IOException {
    String text = Files.readString(CONFIGS.resolve("tasks/quad-gate.yaml"));
    assertTrue(text.contains(from), from);
    Path file = dir.resolve("quad-gate.yaml");
    Files.writeString(file, text.replace(from, to));
    Path flight = CONFIGS.resolve("flights/sim-crazyflie.yaml");
    String said =
        assertThrows(ConfigException.class, () -> FlightTask.load(flight, file)).getMessage();
    assertTrue(said.startsWith(file.toString()) && said.contains(expected), said);
    assertEquals(1, said.lines().count());
  }

  @Test
  void shouldMarkPoliciesThatSeeOtherwise() {
    PolicySpec blind = PolicySpec.of(Deployment.load(CONFIGS, null, "quad-gate").task());
    Deployment look = Deployment.load(CONFIGS, null, "quad-look");
    PolicySpec seeing = PolicySpec.of(look.task());
    assertEquals(0, blind.imageNumbers());
    assertEquals(64 * 48 * 3, seeing.imageNumbers());
    FlightTask task = (FlightTask) look.task();
    CameraTerm wider = new CameraTerm("eye", 96, 48, 127.5, 127.5, 0.15);
    PolicySpec other = PolicySpec.of(task.with(Map.of("cameras", List.of(wider))));
    assertNotEquals(seeing.fingerprint(), other.fingerprint());
  }
}
