package reins.contract.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FlightRigConfigTest {
  private static final Path SHIPPED = Path.of(System.getProperty("reins.root"), "hardware-configs");

  @TempDir Path dir;

  static Stream<Path> rigs() throws IOException {
    try (Stream<Path> files = Files.list(SHIPPED.resolve("rigs"))) {
      return files.filter(FlightRigConfig::is).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("rigs")
  void shouldLoadEveryShippedRig(Path file) {
    for (FlightRigConfig.Resolved rig : FlightRigConfig.loadAll(file)) {
      assertEquals(rig.rig().flight(), rig.flight().flight().name());
      assertEquals(rig.flight().flight().control_hz(), rig.control().control_hz());
    }
  }

  @Test
  void shouldBeToldFromAnArmsRig() {
    assertTrue(FlightRigConfig.is(SHIPPED.resolve("rigs/sim-crazyflie.yaml")));
    assertFalse(FlightRigConfig.is(SHIPPED.resolve("rigs/sim-franka.yaml")));
  }

  private Path changed(String rig, String name, String from, String to) throws IOException {
    for (String part : new String[] {"flights", "quadrotors"})
      if (!Files.exists(dir.resolve(part)))
        Files.createSymbolicLink(dir.resolve(part), SHIPPED.resolve(part));
    Path file = Files.createDirectories(dir.resolve("rigs")).resolve(name + ".yaml");
    String text = Files.readString(SHIPPED.resolve("rigs").resolve(rig + ".yaml"));
    assertTrue(text.contains(from), from);
    return Files.writeString(file, text.replace(from, to));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sim-hummingbird | GF_ACTION: [5, 5] | GF_ACTIONS: [5, 5] | autopilot: parameters: missing GF_ACTION",
        "sim-hummingbird | COM_OF_LOSS_T: [0.6, 1.0] | COM_OF_LOSS_T: [0.3, 1.0] | COM_OF_LOSS_T: expected more than the flight's ladder.action_land_s 0.5",
        "sim-hummingbird | COM_OF_LOSS_T: [0.6, 1.0] | COM_OF_LOSS_T: [1.0, 0.6] | parameters.COM_OF_LOSS_T: expected [least, most]",
        "sim-hummingbird | COM_OBL_RC_ACT: [4, 4] | COM_OBL_RC_ACT: [0, 7] | COM_OBL_RC_ACT: expected 4 (land) or 5 (hold), got [0.0, 7.0]",
        "sim-hummingbird | GF_MAX_HOR_DIST: [6, 20] | GF_MAX_HOR_DIST: [3, 20] | GF_MAX_HOR_DIST: expected at least 5.0",
        "sim-hummingbird | GF_MAX_VER_DIST: [5, 20] | GF_MAX_VER_DIST: [0, 20] | GF_MAX_VER_DIST: expected at least 4.0",
        "sim-hummingbird | thrust_scaling: 1.0 | thrust_scalings: 1.0 | thrust_scaling",
        "sim-hummingbird | heartbeat_s: 3.0 | heartbeat_s: 0.5 | heartbeat_s: expected a number from 1.1",
        "sim-hummingbird | interface: mavros | interface: mavlink | autopilot",
        "sim-hummingbird | neighbour_topics: [] | neighbour_topics: [/reins/hummingbird/odom] | neighbour_topics: expected others",
        "sim-hummingbird | link_lost: land | link_lost: drop | cockpit: link_lost: expected one of",
        "sim-crazyflie | flight: hall-crazyflie | flight: sim-crazyflie | flight: crazyswarm has no body rates",
        "sim-crazyflie | command_hz: 100.0 | command_hz: 1000.0 | command_hz: expected a number from 10.0 to 200.0",
      })
  void shouldNamePathAndExpectation(String rig, String from, String to, String expected)
      throws IOException {
    Path file = changed(rig, "changed", from, to);
    String message =
        assertThrows(ConfigException.class, () -> FlightRigConfig.load(file)).getMessage();
    assertTrue(message.contains("changed.yaml"), message);
    assertTrue(message.contains(expected), message);
  }

  @Test
  void shouldRefuseAVehicleWithoutThrustScaling() throws IOException {
    Path file = dir.resolve("crazyflie.yaml");
    String text = Files.readString(SHIPPED.resolve("quadrotors/crazyflie.yaml"));
    Files.writeString(file, text.replaceAll("thrust_at_full_N: .*", ""));
    String message =
        assertThrows(ConfigException.class, () -> ConfigReader.read(file, QuadrotorConfig.class))
            .getMessage();
    assertTrue(message.contains("missing key thrust_at_full_N"), message);
  }

  @Test
  void shouldRefuseAFleetThatSharesWhatIsOneVehicles() throws IOException {
    changed("sim-crazyflie", "a", "/cf1/pose", "/cf1/pose");
    changed("sim-crazyflie", "b", "/reins/cf1/odom", "/reins/cf2/odom");
    Path fleet = dir.resolve("rigs/fleet.yaml");
    Files.writeString(fleet, "name: fleet\nflights: [a, b]\n");
    String message =
        assertThrows(ConfigException.class, () -> FlightRigConfig.loadAll(fleet)).getMessage();
    assertTrue(message.contains("expected /cf1 to be one rig's own"), message);
  }
}
