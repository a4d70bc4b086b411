package reins.sim.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.config.Deployment;
import reins.contract.exchange.Mode;
import reins.sim.demo.Training;
import reins.sim.demo.Variant;
import reins.sim.mujoco.MujocoRequired;
import reins.sim.report.Progress;

/**
 * A learned policy flies the course by four processes over MAVROS's topics, as a user starts it.
 */
@Tag("system")
@ExtendWith(MujocoRequired.class)
class GateProcessesTest {
  private static final Path ROOT = Path.of(System.getProperty("reins.root"));
  private static final Path CONFIGS = ROOT.resolve("hardware-configs");
  private static final int LAPS = 4;
  private static final long START_S = 180;
  private static final long ALL_S = 420;

  @TempDir Path dir;

  /** Half trained: what is asked of it here is to fly, not to win. */
  private Path policy() throws IOException {
    Map<String, Object> quick = Map.of("learning", Map.of("algorithm", "hg_dagger"));
    Deployment config = Deployment.load(CONFIGS, null, "quad-gate").with(quick);
    Training.Plan plan =
        new Training.Plan("", true, 1, 3500, Long.MAX_VALUE, 0.6, 1, 1, dir.resolve("training"));
    try (Training training = new Training(Variant.INTERVENTIONS.of(config), plan, new Progress())) {
      return Files.write(dir.resolve("policy.onnx"), training.run(() -> false).policy());
    }
  }

  private Path rig() throws IOException {
    for (String part : new String[] {"quadrotors", "flights", "tasks"})
      Files.createSymbolicLink(dir.resolve(part), CONFIGS.resolve(part));
    String text = Files.readString(CONFIGS.resolve("rigs/sim-quad-gate.yaml"));
    text = text.replace("11434", port()).replace("50094", port());
    text = text.replace("/dev/shm/reins-sim-quad-gate", dir.resolve("exchange").toString());
    Files.createDirectories(dir.resolve("rigs"));
    return Files.writeString(dir.resolve("rigs/gate.yaml"), text);
  }

  private static String port() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return Integer.toString(socket.getLocalPort());
    }
  }

  private Child evaluation(Path rig, Path policy, Path json) {
    String[] command = {
      ROOT.resolve("reins").toString(),
      "eval",
      "--processes",
      "--rig",
      rig.toString(),
      "--policy",
      policy.toString(),
      "--episodes",
      Integer.toString(LAPS),
      "--runs",
      dir.resolve("runs").toString(),
      "--json",
      json.toString()
    };
    Map<String, String> built = Map.of("REINS_BUILT", "yes");
    return new Child("eval", List.of(command), built, dir.resolve("eval.log"));
  }

  /** The second of its laps loses its vehicle's state for a second. */
  @Test
  void shouldFlyLapsGoOnAfterADescentAndCountEveryStart() throws Exception {
    Path json = dir.resolve("out.jsonl");
    Child evaluation = evaluation(rig(), policy(), json);
    evaluation.start();
    try (ControllerProbe controller = new ControllerProbe(dir.resolve("exchange"))) {
      await(START_S, evaluation, () -> acts(controller));
      await(START_S, evaluation, () -> controller.look() && controller.mode() == Mode.HOMING);
      await(START_S, evaluation, () -> acts(controller));
      freezeRobot(evaluation);
      await(ALL_S, evaluation, () -> !evaluation.alive());
    } finally {
      evaluation.stop();
    }
    String said = Files.readString(evaluation.log());
    assertEquals(0, evaluation.exitCode(), said);
    JsonNode line = new ObjectMapper().readTree(Files.readAllLines(json).getLast());
    assertEquals(LAPS, line.get("episodes").asInt(), said);
    assertEquals(1, line.get("cut_short").asInt(), said);
    assertEquals(2, line.get("sent_up").asInt(), said);
    double solved = line.get("success_ratio").asDouble();
    assertTrue(solved > 0 && solved <= 0.75, said);
    assertTrue(line.get("ci_low").asDouble() < solved && solved < line.get("ci_high").asDouble());
    assertTrue(said.contains("the vehicle came down and is sent up again"), said);
    assertTrue(said.contains("A planned path from the same starts"), said);
  }

  private static boolean acts(ControllerProbe controller) {
    return controller.look() && controller.mode() == Mode.ACTIVE_POLICY;
  }

  /** {@code kill -STOP}, and on again after a second. */
  private static void freezeRobot(Child evaluation) throws Exception {
    String sim =
        ProcessHandle.of(evaluation.pid())
            .orElseThrow()
            .descendants()
            .filter(p -> p.info().commandLine().orElse("").contains("SimMain sim --rig"))
            .map(p -> Long.toString(p.pid()))
            .findFirst()
            .orElseThrow();
    new ProcessBuilder("kill", "-STOP", sim).start().waitFor();
    Thread.sleep(1000);
    new ProcessBuilder("kill", "-CONT", sim).start().waitFor();
  }

  private static void await(long seconds, Child evaluation, BooleanSupplier happened)
      throws InterruptedException, IOException {
    long until_ns = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!happened.getAsBoolean()) {
      boolean late = System.nanoTime() > until_ns || !evaluation.alive();
      assertTrue(!late, Files.readString(evaluation.log()));
      Thread.sleep(5);
    }
  }
}
