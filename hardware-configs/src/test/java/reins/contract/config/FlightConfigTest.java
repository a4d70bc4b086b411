package reins.contract.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

class FlightConfigTest {
  private static final Path SHIPPED = Path.of(System.getProperty("reins.root"), "hardware-configs");

  @TempDir Path dir;

  static Stream<Path> flights() throws IOException {
    try (Stream<Path> files = Files.list(SHIPPED.resolve("flights"))) {
      return files.toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("flights")
  void shouldLoadEveryShippedFlight(Path file) {
    FlightConfig.Resolved config = FlightConfig.load(file);
    assertEquals(file.getFileName().toString(), config.flight().name() + ".yaml");
    assertEquals(config.flight().quadrotor(), config.quadrotor().name());
    assertTrue(config.quadrotor().hoverThrust() > 0.1 && config.quadrotor().hoverThrust() < 0.7);
  }

  /** The published ratios of thrust to weight: the maker's kit, 4.17, and RotorS's rotors. */
  @ParameterizedTest
  @CsvSource({"crazyflie, 2.26", "racer5, 4.17", "hummingbird, 3.35"})
  void shouldHaveThePublishedThrust(String name, double ratio) {
    Path file = SHIPPED.resolve("quadrotors").resolve(name + ".yaml");
    QuadrotorConfig q = ConfigReader.read(file, QuadrotorConfig.class);
    assertEquals(ratio, 1 / q.hoverThrust(), 0.01);
  }

  /** Each row changes one line; the message must name the path and what was expected. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mass_kg: 0.0325 | mass_kg: -1 | mass_kg: expected a number > 0",
        "mass_kg: 0.0325 | mass_kg: 0.07 | rotor.thrust_max_N: expected four rotors to lift 1.2 times",
        "29.261652e-6 | 59.261652e-6 | inertia_kgm2: expected a rigid body's",
        "lag_s: 0.0375 | lag_s: 3.75 | rotor: lag_s: expected a number from 0.001 to 0.5",
        "arm_m: 0.046 | arm_mm: 46 | rotor: missing key arm_m",
        "drag_1_s: [0.235, 0.235, 0.173] | drag_1_s: [0.235] | drag_1_s: expected 3 numbers",
        "tilt_max_rad: 0.7 | tilt_max_rad: 1.15 | limits.tilt_max_rad: expected a tilt at which",
        "rates_max_rad_s: [12.0, 12.0, 6.0] | rates_max_rad_s: [12.0, -1.0, 6.0] | limits: rates_max_rad_s[1]: expected",
        "battery_low_V: 3.2 | battery_low_V: 0 | battery_low_V: expected a number > 0",
      })
  void shouldNamePathAndExpectationOfAVehicle(String line, String changed, String expected)
      throws IOException {
    refuse("quadrotors/crazyflie.yaml", line, changed, expected, QuadrotorConfig.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "output: body_rates | output: motors | output: expected one of [attitude, body_rates, velocity, position]",
        "takeoff_m: 1.5 | takeoff_m: 9.5 | procedure.takeoff_m: expected a height within the fence",
        "action_land_s: 0.5 | action_land_s: 0.05 | ladder: action_land_s: expected a number from 0.1",
        "state_lost_s: 0.2 | state_lost_s: 2.0 | ladder: state_lost_s: expected a number from 0.02 to 0.5",
        "descent_m_s2: 9.0 | descent_m_s2: 9.9 | ladder: descent_m_s2: expected",
        "above_m: 0.90 | above_m: 0.1 | traffic: above_m: expected a number from 0.3",
        "high_m: [5.0, 5.0, 4.0] | high_m: [5.0, -6.0, 4.0] | fence: high_m: expected every axis above low_m",
        "control_hz: 500.0 | control_hz: 50.0 | control_hz: expected a number from 100.0 to 1000.0",
      })
  void shouldNamePathAndExpectationOfAFlight(String line, String changed, String expected)
      throws IOException {
    refuse("flights/sim-crazyflie.yaml", line, changed, expected, FlightConfig.class);
  }

  /** A descent without a state has to end on the ground, whatever the thrust really is. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hall-crazyflie | descent_m_s2: 8.4 | descent_m_s2: 9.0 | 4.0 s at 9.0 m/s2 | 10 % | -0.7 m",
        "hall-crazyflie | descent_s: 4.0 | descent_s: 3.0 | 3.0 s at 8.4 m/s2 | 10 % | 2.5 m",
        "sim-crazyflie | descent_s: 4.0 | descent_s: 3.8 | 3.8 s at 9.0 m/s2 | 3 % | 3.9 m",
        "sim-crazyflie | 5.0, 4.0], breach | 5.0, 12.0], breach | 4.0 s at 9.0 m/s2 | 3 % | 4.3 m",
        "sim-crazyflie | output: body_rates | output: position | 4.0 s at 9.0 m/s2 | 10 % | -0.7 m",
      })
  void shouldRefuseADescentThatDoesNotComeDown(
      String flight, String line, String changed, String what, String error, String down)
      throws IOException {
    String expected = "ladder.descent_s: expected " + what + " to bring it down";
    String message =
        refuse("flights/" + flight + ".yaml", line, changed, expected, FlightConfig.class);
    assertTrue(message.contains(error + " more"), message);
    assertTrue(message.endsWith("bring it down " + down), message);
  }

  private String refuse(String from, String line, String changed, String expected, Class<?> type)
      throws IOException {
    String text = Files.readString(SHIPPED.resolve(from));
    assertTrue(text.contains(line), line);
    Path file = dir.resolve("changed.yaml");
    Files.writeString(file, text.replace(line, changed));
    ConfigException e = assertThrows(ConfigException.class, () -> ConfigReader.read(file, type));
    assertTrue(e.getMessage().startsWith(file + ": " + expected), e.getMessage());
    return e.getMessage();
  }

  @Test
  void shouldNameTheVehicleThatIsMissing() throws IOException {
    Path folder = Files.createDirectory(dir.resolve("flights"));
    Path file = folder.resolve("sim-crazyflie.yaml");
    Files.copy(SHIPPED.resolve("flights/sim-crazyflie.yaml"), file);
    ConfigException e = assertThrows(ConfigException.class, () -> FlightConfig.load(file));
    assertTrue(e.getMessage().endsWith("crazyflie.yaml: no such file"), e.getMessage());
  }
}
