package reins.learner.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reins.learner.algo.Agent;
import reins.learner.algo.UpdateStats;
import reins.learner.backend.Engine;
import reins.learner.backend.fused.FusedEngine;
import reins.learner.backend.torch.TorchDevice;
import reins.learner.backend.torch.TorchEngine;
import reins.learner.replay.Batch;
import reins.learner.replay.SeededRandom;

/**
 * One update of every algorithm beside the same in PyTorch's autograd and double precision: losses,
 * gradients, parameters and slow copies after the step.
 *
 * <p>golden/*.json holds where each update starts and what reference/reference.py made of it (run
 * with {@code -Dreins.golden=write}, Debian's python3-torch 1.13.1). Where that package is
 * installed the script runs again and has to say the same.
 */
class ExactnessTest {
  private static final double TOLERANCE = 1e-5;
  private static final Path RESOURCES =
      Path.of(System.getProperty("reins.root", ".."), "learner/src/test/resources");
  private static final Path SCRIPT = RESOURCES.resolve("reference/reference.py");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PYTHON = "/usr/bin/python3";

  private static Path golden(Case c) {
    return RESOURCES.resolve("golden").resolve(c.file());
  }

  @ParameterizedTest
  @EnumSource(Case.class)
  void shouldMakeTheUpdateThatTheReferenceMakes(Case c) throws IOException {
    check(c, new FusedEngine(c.networks(), new SeededRandom(3), 2));
  }

  @ParameterizedTest
  @EnumSource(Case.class)
  void shouldMakeItOnTheOtherEngineToo(Case c) throws IOException {
    check(c, new TorchEngine(c.networks(), new SeededRandom(3), 2, TorchDevice.named("cpu")));
  }

  private static void check(Case c, Engine engine) throws IOException {
    JsonNode file = JSON.readTree(golden(c).toFile());
    JsonNode after = file.get("after");
    try (Agent agent = c.agent(engine)) {
      c.state().restore(agent, file.get("before"));
      UpdateStats stats = agent.update(new Batch[] {Case.batch(file.get("batch"))});
      after
          .get("losses")
          .properties()
          .forEach(loss -> near(loss.getValue(), stats.values().get(loss.getKey()), loss.getKey()));
      ObjectNode ours = c.state().of(agent);
      network(file.get("before").get("actor"), after.get("actor"), ours.get("actor"), "actor");
      for (String name : new String[] {"value", "grasp"})
        if (after.has(name))
          network(file.get("before").get(name), after.get(name), ours.get(name), name);
      if (after.has("critics"))
        for (int i = 0; i < after.get("critics").size(); i++)
          network(
              file.get("before").get("critics").get(i),
              after.get("critics").get(i),
              ours.get("critics").get(i),
              "critic " + i);
    }
  }

  private static void network(JsonNode before, JsonNode expected, JsonNode ours, String name) {
    for (int i = 0; i < expected.get("gradient").size(); i++) {
      // m' = 0.9 m + 0.1 g
      double gradient =
          (ours.get("m").get(i).asDouble() - 0.9 * before.get("m").get(i).asDouble()) / 0.1;
      near(expected.get("gradient").get(i), gradient, name + " gradient " + i);
      near(expected.get("theta").get(i), ours.get("theta").get(i).asDouble(), name + " " + i);
      if (expected.has("target"))
        near(
            expected.get("target").get(i),
            ours.get("target").get(i).asDouble(),
            name + " target " + i);
    }
  }

  private static void near(JsonNode expected, double actual, String what) {
    double value = expected.asDouble();
    assertEquals(value, actual, TOLERANCE * Math.max(1, Math.abs(value)), what);
  }

  @Test
  void shouldBeJudgedByWhatTheReferenceStillComputes() throws Exception {
    boolean write = "write".equals(System.getProperty("reins.golden"));
    if (!torchInstalled()) {
      String lacking =
          "the PyTorch reference did NOT run, its golden files stand in: install Debian's python3-torch";
      System.err.println("ExactnessTest: " + lacking);
      assertNotEquals("true", System.getenv("CI"), lacking);
      Assumptions.abort(lacking);
    }
    if (write) for (Case c : Case.values()) begin(c);
    List<String> command = new ArrayList<>(List.of(PYTHON, SCRIPT.toString()));
    for (Case c : Case.values()) command.add(golden(c).toString());
    JsonNode results = JSON.readTree(run(command));
    for (Case c : Case.values()) {
      ObjectNode file = (ObjectNode) JSON.readTree(golden(c).toFile());
      JsonNode now = results.get(golden(c).toString());
      if (write) Files.writeString(golden(c), JSON.writeValueAsString(file.set("after", now)));
      else same(file.get("after"), now, c.file());
    }
  }

  private static void begin(Case c) throws IOException {
    try (Agent agent = c.agent(new FusedEngine(c.networks(), new SeededRandom(2), 1))) {
      Files.createDirectories(golden(c).getParent());
      Files.writeString(golden(c), JSON.writeValueAsString(c.before(agent)));
    }
  }

  private static void same(JsonNode golden, JsonNode now, String path) {
    assertEquals(golden.size(), now.size(), path);
    if (golden.isNumber())
      assertEquals(
          golden.asDouble(), now.asDouble(), 1e-7 * (1 + Math.abs(golden.asDouble())), path);
    else if (golden.isArray())
      for (int i = 0; i < golden.size(); i++) same(golden.get(i), now.get(i), path + "[" + i + "]");
    else
      golden
          .properties()
          .forEach(e -> same(e.getValue(), now.get(e.getKey()), path + "." + e.getKey()));
  }

  private static boolean torchInstalled() {
    return Files.exists(Path.of("/usr/lib/python3/dist-packages/torch/__init__.py"));
  }

  private static String run(List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String out = new String(process.getInputStream().readAllBytes());
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), "the reference failed");
    return out;
  }
}
