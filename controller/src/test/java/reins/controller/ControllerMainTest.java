package reins.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ControllerMainTest {
  @TempDir Path folder;

  private static int run(String... arguments) {
    return new CommandLine(new ControllerMain()).execute(arguments);
  }

  /** The rig of this machine with one line changed. */
  private Path rig(String line, String changed) throws IOException {
    return Rigs.changed(
        folder,
        text -> {
          assertEquals(true, text.contains(line), line);
          return text.replace(line, changed);
        });
  }

  @Test
  void shouldExitWithTwoOnBadInput() throws IOException {
    assertEquals(2, run("--rig", folder.resolve("none.yaml").toString()));
    assertEquals(2, run("--rig", rig("control_hz: 1000.0", "control_hz: -1.0").toString()));
    assertEquals(2, run("--no-such-option"));
  }

  @Test
  void shouldRefuseToArmWhereAPersonHasNotSetIt() throws IOException {
    assertEquals(3, run("--rig", rig("armed: true", "armed: false").toString()));
    assertFalse(Files.exists(folder.resolve("exchange")));
  }

  /** Core 1000 is nowhere, so this is refused on every machine. */
  @Test
  void shouldRefuseToArmWithoutTheRightsThatTheRigEnforces() throws IOException {
    Path rig = rig("rt: ignore", "rt: enforce");
    Files.writeString(rig, Files.readString(rig).replaceAll("cpu: \\d+", "cpu: 1000"));
    assertEquals(3, run("--rig", rig.toString()));
  }
}
