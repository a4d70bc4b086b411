package reins.contract.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkplaceTest {
  private static final Path SHIPPED = Path.of(System.getProperty("reins.root"), "hardware-configs");

  @TempDir Path dir;

  /** All of one robot: those of several name rigs of this list. */
  static List<Path> rigs() throws IOException {
    try (Stream<Path> files = Files.list(SHIPPED.resolve("rigs"))) {
      return files.filter(file -> !ConfigReader.has(file, "arms")).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("rigs")
  void shouldFitEveryShippedRigsTaskToItsRobot(Path file) {
    Workplace place = Workplace.load(file);
    assertEquals(place.name() + ".yaml", file.getFileName().toString());
    String robot =
        switch (place.deployment()) {
          case RigConfig.Resolved arm -> arm.robot().name();
          case FlightTask.Resolved flight -> flight.flight().quadrotor().name();
        };
    assertEquals(robot, place.deployment().task().robot());
  }

  @Test
  void shouldRefuseATaskForAnotherVehicleInOneLine() throws IOException {
    for (String part : new String[] {"flights", "quadrotors", "tasks"})
      Files.createSymbolicLink(dir.resolve(part), SHIPPED.resolve(part));
    Path rig = Files.createDirectory(dir.resolve("rigs")).resolve("mixed.yaml");
    String text = Files.readString(SHIPPED.resolve("rigs/sim-hummingbird.yaml"));
    Files.writeString(rig, text.replaceAll("(?m)^task: .*$", "task: quad-gate"));
    String said = assertThrows(ConfigException.class, () -> Workplace.load(rig)).getMessage();
    assertTrue(
        said.endsWith(
            "tasks/quad-gate.yaml: quadrotor: expected hummingbird, which flight sim-hummingbird"
                + " flies, got crazyflie"),
        said);
    assertEquals(1, said.lines().count());
  }
}
