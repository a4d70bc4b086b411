package reins.learner.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.InvalidProtocolBufferException;
import org.junit.jupiter.api.Test;
import reins.contract.config.TaskConfig;
import reins.contract.data.PolicySpec;
import reins.learner.TestPolicy;
import reins.learner.TestTasks;
import reins.learner.algo.Agent;
import reins.learner.algo.Algorithm;
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

  private static Agent trained() {
    SeededRandom random = new SeededRandom(1);
    NetworkSpec spec = new NetworkSpec(O, A, new int[] {256, 256}, 0, B, 1e-2, 1e-2, 0.005);
    Agent agent = new BehaviorCloning(new FusedEngine(spec, random, 1), B);
    Batch batch = new Batch(B, O, A);
    for (int i = 0; i < B * O; i++) batch.obs()[i] = (float) random.nextGaussian();
    for (int i = 0; i < B * A; i++) batch.action()[i] = 2 * random.nextFloat() - 1;
    for (int i = 0; i < 10; i++) agent.update(new Batch[] {batch});
    return agent;
  }

  @Test
  void shouldComputeWhatTheEngineComputesForAnyBatch() {
    try (Agent agent = trained();
        TestPolicy policy = new TestPolicy()) {
      policy.swap(new PolicyExporter(SPEC, B).export(agent).onnx());
      SeededRandom random = new SeededRandom(2);
      float[] obs = new float[B * O];
      for (int i = 0; i < obs.length; i++) obs[i] = 2 * random.nextFloat() - 1;
      float[] out = new float[B * 2 * A];
      agent.actor().forward(obs, out);
      for (int rows : new int[] {1, 7, B}) {
        float[][] some = new float[rows][O];
        for (int b = 0; b < rows; b++) System.arraycopy(obs, b * O, some[b], 0, O);
        float[][][] actual = policy.run(some);
        for (int b = 0; b < rows; b++)
          for (int j = 0; j < A; j++) {
            assertEquals(out[2 * b * A + j], actual[0][b][j], 1e-6);
            double logStd =
                Math.clamp(
                    out[(2 * b + 1) * A + j],
                    SquashedGaussian.LOG_STD_MIN,
                    SquashedGaussian.LOG_STD_MAX);
            double std = Math.exp(logStd);
            assertEquals(std, actual[1][b][j], 1e-6 * Math.max(1, std));
          }
      }
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
        float[][][] out =
            policy.run(new float[][] {java.util.Arrays.copyOfRange(obs, b * o, (b + 1) * o)});
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
