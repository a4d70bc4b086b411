package reins.learner.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reins.contract.config.FlightTask;
import reins.contract.config.TaskConfig;
import reins.contract.data.PolicySpec;
import reins.learner.TestPolicy;
import reins.learner.TestTasks;
import reins.learner.algo.Agent;
import reins.learner.algo.Algorithm;
import reins.learner.algo.Measured;
import reins.learner.algo.Recipe;
import reins.learner.algo.SquashedGaussian;
import reins.learner.algo.bc.BehaviorCloning;
import reins.learner.backend.NetworkSpec;
import reins.learner.backend.fused.FusedEngine;
import reins.learner.replay.Batch;
import reins.learner.replay.SeededRandom;

class PolicyExporterTest {
  private static final int B = 64;
  private static final int O = 14;
  private static final int A = 4;
  private static final PolicySpec SPEC = new PolicySpec(O, A, "abc123");

  private static final Map<String, Object> SIGHT =
      Map.of(
          "hidden",
          new int[] {128, 128},
          "encoder",
          Map.of("widths", new int[] {32, 64, 128, 256}, "latent", 50, "shift_px", 0));

  private static Agent trained() {
    SeededRandom random = new SeededRandom(1);
    NetworkSpec spec = new NetworkSpec(O, A, new int[] {256, 256}, 0, B, 1e-2, 1e-2, 0.005);
    Agent agent = new BehaviorCloning(new FusedEngine(spec, random, 1), new Measured(), B);
    Batch batch = batch(random, B, O);
    for (int i = 0; i < 10; i++) agent.update(new Batch[] {batch});
    return agent;
  }

  /** What explores is drawn by its own spread, what imitates acts by its mean. */
  @ParameterizedTest
  @ValueSource(strings = {"sac", "bc"})
  void shouldComputeWhatTheEngineComputesForAnyBatch(String algorithm) {
    TaskConfig task = TestTasks.task(2, A, TestTasks.small(algorithm, 2, 1, 10));
    Recipe recipe = Algorithm.of(task).recipe(task);
    PolicySpec spec = PolicySpec.of(task);
    int o = spec.obsDim();
    int rows = recipe.networks().batch();
    SeededRandom random = new SeededRandom(2);
    try (Agent agent = recipe.maker().agent(new FusedEngine(recipe.networks(), random, 1), 3);
        TestPolicy policy = new TestPolicy()) {
      agent.update(new Batch[] {batch(random, rows, o)});
      policy.swap(new PolicyExporter(spec, rows).export(agent).onnx());
      float[] obs = batch(random, rows, o).obs();
      float[] out = new float[rows * 2 * A];
      agent.actor().forward(obs, out);
      for (int some : new int[] {1, 7, rows}) {
        float[][][] actual = policy.run(rows(obs, some, o));
        for (int b = 0; b < some; b++)
          for (int j = 0; j < A; j++) {
            assertEquals(out[2 * b * A + j], actual[0][b][j], 1e-6);
            double drawn = Math.exp(clamped(out[(2 * b + 1) * A + j]));
            double std = agent.explores() ? drawn : 1e-5;
            assertEquals(std, actual[1][b][j], 1e-6 * std);
          }
      }
    }
  }

  private static double clamped(float logStd) {
    return Math.clamp(logStd, SquashedGaussian.LOG_STD_MIN, SquashedGaussian.LOG_STD_MAX);
  }

  private static float[][] rows(float[] obs, int rows, int width) {
    float[][] some = new float[rows][];
    for (int b = 0; b < rows; b++) some[b] = Arrays.copyOfRange(obs, b * width, (b + 1) * width);
    return some;
  }

  private static Batch batch(SeededRandom random, int rows, int o) {
    Batch batch = new Batch(rows, o, A);
    for (int i = 0; i < rows * o; i++) batch.obs()[i] = (float) random.nextGaussian();
    for (int i = 0; i < rows * A; i++) batch.action()[i] = 2 * random.nextFloat() - 1;
    return batch;
  }

  @Test
  void shouldSeeWhatTheEngineSeesWhereTheTaskHasACamera() {
    FlightTask task = TestTasks.seeing("hg_dagger", 64, 48).with(Map.of("learning", SIGHT));
    Recipe recipe = Algorithm.of(task).recipe(task);
    PolicySpec spec = PolicySpec.of(task);
    int rows = recipe.networks().batch();
    int o = spec.obsDim();
    SeededRandom random = new SeededRandom(5);
    try (Agent agent = recipe.maker().agent(new FusedEngine(recipe.networks(), random, 2), 3);
        TestPolicy policy = new TestPolicy(spec.camera())) {
      Batch batch = new Batch(rows, o, A, spec.imageNumbers());
      random.nextBytes(batch.images());
      for (int i = 0; i < rows * o; i++) batch.obs()[i] = (float) random.nextGaussian();
      for (int i = 0; i < rows * A; i++) batch.action()[i] = 2 * random.nextFloat() - 1;
      for (int i = 0; i < 20; i++) agent.update(new Batch[] {batch});
      policy.swap(new PolicyExporter(spec, rows).export(agent).onnx());
      float[] out = new float[rows * 2 * A];
      agent.actor().forward(agent.sight().plain(batch.obs(), batch.images()), out);
      double worst = 0;
      for (int b = 0; b < rows; b++) {
        float[][] obs = {Arrays.copyOfRange(batch.obs(), b * o, (b + 1) * o)};
        int n = spec.imageNumbers();
        byte[][] seen = {Arrays.copyOfRange(batch.images(), b * n, (b + 1) * n)};
        float[][][] actual = policy.run(obs, seen);
        for (int j = 0; j < A; j++)
          worst = Math.max(worst, Math.abs(out[2 * b * A + j] - actual[0][0][j]));
      }
      assertTrue(worst <= 1e-6, "mu differs by " + worst);
      var metadata = policy.metadata();
      byte[][] noise = {spec.noise(Long.parseLong(metadata.get(PolicySpec.KEY_GOLDEN_IMAGE)))};
      float[][] golden = {numbers(metadata.get(PolicySpec.KEY_GOLDEN_OBS))};
      float[][][] answer = policy.run(golden, noise);
      assertArrayEquals(numbers(metadata.get(PolicySpec.KEY_GOLDEN_MU)), answer[0][0], 1e-6f);
      assertArrayEquals(numbers(metadata.get(PolicySpec.KEY_GOLDEN_STD)), answer[1][0], 3e-6f);
    }
  }

  @Test
  void shouldChooseTheGripperByTheBestScore() {
    SeededRandom random = new SeededRandom(1);
    TaskConfig task = TestTasks.task(2, 4, TestTasks.small("hil_serl", 2, 1, 10));
    Recipe recipe = Algorithm.of(task).recipe(task);
    PolicySpec spec = PolicySpec.of(task);
    int rows = recipe.networks().batch();
    int o = spec.obsDim();
    try (Agent agent = recipe.maker().agent(new FusedEngine(recipe.networks(), random, 1), 3);
        TestPolicy policy = new TestPolicy()) {
      PublishedPolicy published = new PolicyExporter(spec, rows).export(agent);
      policy.swap(published.onnx());
      float[] obs = new float[rows * o];
      for (int i = 0; i < obs.length; i++) obs[i] = (float) random.nextGaussian();
      float[] arm = new float[rows * 6];
      float[] scores = new float[rows * 3];
      agent.actor().forward(obs, arm);
      agent.gripper().orElseThrow().forward(obs, scores);
      int[] chosen = new int[3];
      for (int b = 0; b < rows; b++) {
        float[][][] out = policy.run(new float[][] {Arrays.copyOfRange(obs, b * o, (b + 1) * o)});
        for (int j = 0; j < 3; j++) assertEquals(arm[b * 6 + j], out[0][0][j], 1e-6);
        int best = 0;
        for (int g = 1; g < 3; g++) if (scores[b * 3 + g] > scores[b * 3 + best]) best = g;
        chosen[best]++;
        assertEquals(4f * (best - 1), out[0][0][3]);
        assertEquals(1e-5f, out[1][0][3]);
      }
      for (int count : chosen) assertTrue(count > 0, "every choice occurs");
      var metadata = policy.metadata();
      float[][][] golden =
          policy.run(new float[][] {numbers(metadata.get(PolicySpec.KEY_GOLDEN_OBS))});
      assertArrayEquals(numbers(metadata.get(PolicySpec.KEY_GOLDEN_MU)), golden[0][0], 1e-6f);
      assertArrayEquals(numbers(metadata.get(PolicySpec.KEY_GOLDEN_STD)), golden[1][0], 1e-6f);
    }
  }

  @Test
  void shouldCarryItsContractAndAGoldenOutputInsideTheFile() {
    try (Agent agent = trained();
        TestPolicy policy = new TestPolicy()) {
      PolicyExporter exporter = new PolicyExporter(SPEC, B);
      exporter.continueAfter(41);
      PublishedPolicy published = exporter.export(agent);
      assertEquals(42, published.version());
      policy.swap(published.onnx());
      var metadata = policy.metadata();
      assertEquals("abc123", metadata.get(PolicySpec.KEY_FINGERPRINT));
      assertEquals("42", metadata.get(PolicySpec.KEY_VERSION));
      float[][][] out =
          policy.run(new float[][] {numbers(metadata.get(PolicySpec.KEY_GOLDEN_OBS))});
      assertArrayEquals(numbers(metadata.get(PolicySpec.KEY_GOLDEN_MU)), out[0][0], 1e-6f);
      assertArrayEquals(numbers(metadata.get(PolicySpec.KEY_GOLDEN_STD)), out[1][0], 1e-6f);
    }
  }

  private static float[] numbers(String text) {
    String[] parts = text.split(",");
    float[] numbers = new float[parts.length];
    for (int i = 0; i < parts.length; i++) numbers[i] = Float.parseFloat(parts[i]);
    return numbers;
  }

  @Test
  void shouldBeReadByOnnxsOwnSchema() throws InvalidProtocolBufferException {
    try (Agent agent = trained()) {
      byte[] onnx = new PolicyExporter(SPEC, B).export(agent).onnx();
      OnnxMl.ModelProto model = OnnxMl.ModelProto.parseFrom(onnx);
      assertEquals(8, model.getIrVersion());
      assertEquals(PolicySpec.OPSET, model.getOpsetImport(0).getVersion());
      assertEquals("", model.getOpsetImport(0).getDomain());
      OnnxMl.GraphProto graph = model.getGraph();
      assertEquals(1, graph.getInputCount());
      var shape = graph.getInput(0).getType().getTensorType().getShape();
      assertEquals("batch", shape.getDim(0).getDimParam());
      assertEquals(O, shape.getDim(1).getDimValue());
      assertEquals("mu", graph.getOutput(0).getName());
      assertEquals("std", graph.getOutput(1).getName());
      assertEquals(0, model.getUnknownFields().asMap().size());
      assertEquals(256 * O * 4, graph.getInitializer(0).getRawData().size());
    }
  }
}
