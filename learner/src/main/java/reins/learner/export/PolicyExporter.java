package reins.learner.export;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import reins.contract.data.PolicySpec;
import reins.learner.algo.Agent;
import reins.learner.algo.SquashedGaussian;
import reins.learner.backend.ActorNetwork;
import reins.learner.backend.MlpShape;
import reins.learner.replay.SeededRandom;

/**
 * Turns an actor into an ONNX file that carries its own contract and a golden input and output, so
 * that whoever runs it can check that it computes what was trained.
 *
 * <p>Threads: the learner's.
 */
public final class PolicyExporter {
  private static final long GOLDEN_SEED = 17;

  private final PolicySpec spec;
  private final float[] goldenObs; // [O]
  private final float[] obs; // [B, O], of which the first row is the golden input
  private final float[] out; // [B, 2A]
  private long version;

  /** Exports policies of this contract from agents that train on batches of so many rows. */
  public PolicyExporter(PolicySpec spec, int rows) {
    this.spec = spec;
    goldenObs = new float[spec.obsDim()];
    SeededRandom random = new SeededRandom(GOLDEN_SEED);
    for (int i = 0; i < goldenObs.length; i++) goldenObs[i] = 2 * random.nextFloat() - 1;
    obs = new float[rows * spec.obsDim()];
    System.arraycopy(goldenObs, 0, obs, 0, goldenObs.length);
    out = new float[rows * 2 * spec.actionDim()];
  }

  /** The version exported last; 0: none. */
  public long version() {
    return version;
  }

  /** Continues to count after a version that was published before. */
  public void continueAfter(long published) {
    version = Math.max(version, published);
  }

  /** The agent's policy, now. */
  public PublishedPolicy export(Agent agent) {
    version++;
    ActorNetwork actor = agent.actor();
    OnnxGraph graph = new OnnxGraph();
    graph.input(PolicySpec.OBS, spec.obsDim());
    layers(graph, actor.shape(), actor.parameters());
    graph.output(PolicySpec.MU, spec.actionDim());
    graph.output(PolicySpec.STD, spec.actionDim());
    graph.metadata(metadata(actor));
    return new PublishedPolicy(version, graph.toBytes("policy", PolicySpec.OPSET, version));
  }

  private void layers(OnnxGraph graph, MlpShape shape, float[] theta) {
    String x = PolicySpec.OBS;
    int last = shape.hidden().length;
    for (int l = 0; l < last; l++) x = hiddenLayer(graph, shape, theta, l, x);
    int a = spec.actionDim();
    head(graph, theta, shape.weight(last), shape.bias(last), shape.fanIn(last), x, PolicySpec.MU);
    int logStdWeight = shape.weight(last) + a * shape.fanIn(last);
    head(graph, theta, logStdWeight, shape.bias(last) + a, shape.fanIn(last), x, "log_std");
    graph.constant("log_std_min", new float[] {SquashedGaussian.LOG_STD_MIN}, 0);
    graph.constant("log_std_max", new float[] {SquashedGaussian.LOG_STD_MAX}, 0);
    graph.node("Clip", List.of("log_std", "log_std_min", "log_std_max"), "log_std_clipped");
    graph.node("Exp", List.of("log_std_clipped"), PolicySpec.STD);
  }

  private static String hiddenLayer(
      OnnxGraph graph, MlpShape shape, float[] theta, int l, String x) {
    int width = shape.fanOut(l);
    graph.constant("w" + l, theta, shape.weight(l), width, shape.fanIn(l));
    graph.constant("b" + l, theta, shape.bias(l), width);
    graph.constant("gamma" + l, theta, shape.gamma(l), width);
    graph.constant("beta" + l, theta, shape.beta(l), width);
    graph.node("Gemm", List.of(x, "w" + l, "b" + l), "z" + l, OnnxGraph.attribute("transB", 1));
    graph.node(
        "LayerNormalization",
        List.of("z" + l, "gamma" + l, "beta" + l),
        "n" + l,
        OnnxGraph.attribute("axis", -1),
        OnnxGraph.attribute("epsilon", MlpShape.LAYER_NORM_EPSILON));
    graph.node("Relu", List.of("n" + l), "h" + l);
    return "h" + l;
  }

  private void head(
      OnnxGraph graph, float[] theta, int weight, int bias, int in, String x, String name) {
    graph.constant(name + "_w", theta, weight, spec.actionDim(), in);
    graph.constant(name + "_b", theta, bias, spec.actionDim());
    graph.node(
        "Gemm", List.of(x, name + "_w", name + "_b"), name, OnnxGraph.attribute("transB", 1));
  }

  private Map<String, String> metadata(ActorNetwork actor) {
    actor.forward(obs, out);
    int a = spec.actionDim();
    float[] mu = new float[a];
    float[] std = new float[a];
    for (int j = 0; j < a; j++) {
      mu[j] = out[j];
      std[j] =
          (float)
              Math.exp(
                  Math.clamp(
                      out[a + j], SquashedGaussian.LOG_STD_MIN, SquashedGaussian.LOG_STD_MAX));
    }
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put(PolicySpec.KEY_FINGERPRINT, spec.fingerprint());
    entries.put(PolicySpec.KEY_VERSION, Long.toString(version));
    entries.put(PolicySpec.KEY_GOLDEN_OBS, text(goldenObs));
    entries.put(PolicySpec.KEY_GOLDEN_MU, text(mu));
    entries.put(PolicySpec.KEY_GOLDEN_STD, text(std));
    return entries;
  }

  private static String text(float[] values) {
    StringJoiner joined = new StringJoiner(",");
    for (float value : values) joined.add(Float.toString(value));
    return joined.toString();
  }
}
