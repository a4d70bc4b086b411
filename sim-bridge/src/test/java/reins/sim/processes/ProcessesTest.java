package reins.sim.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stack as a user starts it, through the launcher, on ports and memory of its own. */
@Tag("system")
class ProcessesTest {
  private static final Path ROOT = Path.of(System.getProperty("reins.root"));

  @TempDir Path dir;
  private Path rig;

  @BeforeEach
  void copyConfiguration() throws IOException {
    Path from = ROOT.resolve("hardware-configs");
    for (String folder : List.of("robots", "tasks", "rigs")) {
      Files.createDirectories(dir.resolve(folder));
      try (Stream<Path> files = Files.list(from.resolve(folder))) {
        for (Path file : files.toList())
          Files.copy(file, dir.resolve(folder).resolve(file.getFileName()));
      }
    }
    rig = dir.resolve("rigs/sim-franka.yaml");
    change(rig, "11411", freePort());
    change(rig, "50070", freePort());
    change(rig, "/dev/shm/reins-sim-franka", dir.resolve("exchange").toString());
  }

  @Test
  void shouldLoseNothingThoughLearnerAndPolicyAreKilled() throws IOException, InterruptedException {
    // Two demonstrations are enough for the policy to have its turn within the test.
    change(dir.resolve("tasks/franka-pick-cube.yaml"), "demonstrations: 20", "demonstrations: 2");
    Path json = dir.resolve("out.jsonl");
    Run run =
        reins(
            240,
            "demo",
            "--processes",
            "--drill",
            "--minutes",
            "1.2",
            "--rig",
            rig.toString(),
            "--runs",
            dir.resolve("runs").toString(),
            "--name",
            "drill",
            "--json",
            json.toString());
    assertEquals(0, run.code, run.output);
    String line = Files.readString(json);
    assertTrue(line.contains("\"lost\": 0,"), line);
    assertTrue(line.contains("\"restarts\": 2,"), line);
    assertTrue(line.contains("\"outside_workspace_ticks\": 0"), line);
    assertFalse(line.contains("\"recorded\": 0,"), line);
  }

  /** A recorded episode moves whatever robot the rig's controller drives. */
  @Test
  void shouldPlayAnEpisodeBackOntoARunningRig() throws IOException, InterruptedException {
    Path shown = dir.resolve("shown");
    Path json = dir.resolve("out.jsonl");
    String at = rig.toString();
    Run recorded = reins(120, "record", shown.toString(), "--episodes", "1", "--rig", at);
    assertEquals(0, recorded.code, recorded.output);
    List<Child> running = new ArrayList<>();
    try {
      for (String process : List.of("sim", "controller")) {
        List<String> command = List.of(ROOT.resolve("reins").toString(), process, "--rig", at);
        Map<String, String> built = Map.of("REINS_BUILT", "yes");
        running.add(new Child(process, command, built, dir.resolve(process + ".log")));
        running.getLast().start();
      }
      String[] play = {"data", "play", shown.toString(), "--robot", "--cockpit", "0"};
      List<String> words = new ArrayList<>(List.of(play));
      words.addAll(List.of("--rig", at, "--json", json.toString()));
      Run played = reins(180, words.toArray(String[]::new));
      assertEquals(0, played.code, played.output);
    } finally {
      running.reversed().forEach(Child::stop);
    }
    JsonNode line = new ObjectMapper().readTree(Files.readString(json));
    assertTrue(line.path("steps").asInt() > 10, line.toString());
    assertTrue(line.path("tool_mean_m").asDouble() < 0.03, line.toString());
    assertEquals(0, line.path("steps_by_person").asInt(-1), line.toString());
  }

  @Test
  void shouldNameThePortInUse() throws IOException, InterruptedException {
    try (ServerSocket taken = new ServerSocket(0)) {
      change(rig, "http://localhost:\\d+/", "http://localhost:" + taken.getLocalPort() + "/");
      Run run = reins(60, "sim", "--rig", rig.toString());
      assertEquals(2, run.code, run.output);
      assertTrue(run.output.contains("ros.master_uri"), run.output);
      assertTrue(run.output.contains(Integer.toString(taken.getLocalPort())), run.output);
    }
  }

  @Test
  void shouldNameTheWrongValue() throws IOException, InterruptedException {
    change(dir.resolve("tasks/franka-pick-cube.yaml"), "clip_trans_m: 0.015", "clip_trans_m: -1");
    for (String process : List.of("sim", "controller", "demo")) {
      Run run = reins(60, process, "--rig", rig.toString());
      assertEquals(2, run.code, run.output);
      assertTrue(
          run.output.contains("tasks/franka-pick-cube.yaml: impedance: clip_trans_m"), run.output);
    }
  }

  @Test
  void shouldRefuseAnUnarmedRig() throws IOException, InterruptedException {
    change(rig, "armed: true", "armed: false");
    Run run = reins(60, "controller", "--rig", rig.toString());
    assertEquals(3, run.code, run.output);
    assertTrue(run.output.contains("armed"), run.output);
  }

  @Test
  void shouldNameMissingMujoco() throws IOException, InterruptedException {
    Run run =
        reins(
            List.of("REINS_MUJOCO=/nowhere/libmujoco.so"),
            60,
            "demo",
            "--runs",
            dir.resolve("r").toString());
    assertEquals(2, run.code, run.output);
    assertTrue(run.output.contains("libmujoco2.2.2"), run.output);
  }

  @Test
  void shouldNameWhatIsWrongWithAPolicyFile() throws IOException, InterruptedException {
    Path broken = dir.resolve("broken.onnx");
    Files.write(broken, new byte[] {8, 8, 18, 99});
    Run run = reins(60, "eval", "--policy", broken.toString());
    assertEquals(2, run.code, run.output);
    assertTrue(run.output.contains("truncated or not an ONNX file"), run.output);
  }

  private record Run(int code, String output) {}

  private Run reins(int seconds, String... arguments) throws IOException, InterruptedException {
    return reins(List.of(), seconds, arguments);
  }

  private Run reins(List<String> environment, int seconds, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(ROOT.resolve("reins").toString()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(dir, "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .directory(ROOT.toFile());
    for (String entry : environment)
      builder.environment().put(entry.split("=")[0], entry.split("=")[1]);
    // The tests run inside a build whose artefacts the launcher would otherwise check for changes.
    builder.environment().put("REINS_BUILT", "yes");
    Process process = builder.start();
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      process.destroy();
      process.waitFor(30, TimeUnit.SECONDS);
      process.destroyForcibly();
    }
    return new Run(process.waitFor(), Files.readString(output));
  }

  private static void change(Path file, String pattern, Object replacement) throws IOException {
    String text = Files.readString(file);
    String changed = text.replaceAll(pattern, replacement.toString());
    assertFalse(text.equals(changed), file + " has no " + pattern);
    Files.writeString(file, changed);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
