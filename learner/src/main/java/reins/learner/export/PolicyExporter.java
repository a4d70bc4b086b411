package reins.learner.export;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import reins.contract.data.PolicySpec;
import reins.learner.algo.Agent;
import reins.learner.algo.SquashedGaussian;
import reins.learner.backend.MlpShape;
import reins.learner.backend.Network;
import reins.learner.replay.SeededRandom;

/**
 * Turns an actor into an ONNX file that carries its own contract and a golden input and output, so
 * that whoever runs it can check that it computes what was trained.
 *
 * <p>Threads: the learner's.
 */
public final class PolicyExporter {
  private static final long GOLDEN_SEED = 17;
  private static final float GRIPPER_MU = 4; // tanh(4) = 0.9993, beyond any threshold
  private static final float GRIPPER_STD = 1e-5f; // the least that a policy may have

  private final PolicySpec spec;
  private final int rows;
  private final float[] obs; // [B, O], candidates for the golden input
  private final byte[] images; // [B, bytes of an image] of each the golden one
  private long version;

  /** Exports policies of this contract from agents that train on batches of so many rows. */
  public PolicyExporter(PolicySpec spec, int rows) {
    this.spec = spec;
    this.rows = rows;
    SeededRandom random = new SeededRandom(GOLDEN_SEED);
    obs = new float[rows * spec.obsDim()];
    for (int i = 0; i < obs.length; i++) obs[i] = 2 * random.nextFloat() - 1;
    byte[] image = spec.noise(GOLDEN_SEED);
    images = new byte[rows * image.length];
    for (int b = 0; b < rows; b++)
      System.arraycopy(image, 0, images, b * image.length, image.length);
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
    OnnxGraph graph = new OnnxGraph();
    graph.input(PolicySpec.OBS, spec.obsDim());
    String seen =
        agent.sight().encoder().map(e -> EncoderGraph.add(graph, e)).orElse(PolicySpec.OBS);
    actor(graph, agent, seen);
    agent.gripper().ifPresent(scores -> gripper(graph, scores));
    graph.output(PolicySpec.MU, spec.actionDim());
    graph.output(PolicySpec.STD, spec.actionDim());
    graph.metadata(metadata(agent));
    return new PublishedPolicy(version, graph.toBytes("policy", PolicySpec.OPSET, version));
  }

  private static void actor(OnnxGraph graph, Agent agent, String seen) {
    Network actor = agent.actor();
    boolean armOnly = agent.gripper().isPresent();
    float[] theta = actor.parameters();
    MlpShape shape = actor.shape();
    String x = hidden(graph, shape, theta, seen, "");
    int last = shape.hidden().length;
    int a = shape.out() / 2;
    String mu = armOnly ? "arm_mu" : PolicySpec.MU;
    String std = armOnly ? "arm_std" : PolicySpec.STD;
    head(graph, shape, theta, 0, a, x, mu);
    head(graph, shape, theta, a, a, x, "log_std");
    graph.constant("log_std_min", new float[] {SquashedGaussian.LOG_STD_MIN}, 0);
    graph.constant("log_std_max", new float[] {logStdMax(agent)}, 0);
    graph.node("Clip", List.of("log_std", "log_std_min", "log_std_max"), "log_std_clipped");
    graph.node("Exp", List.of("log_std_clipped"), std);
  }

  /** What hardly draws has the least spread that a policy may have. */
  private static float logStdMax(Agent agent) {
    return agent.explores() ? SquashedGaussian.LOG_STD_MAX : SquashedGaussian.LOG_STD_MIN;
  }

  /** The choice of the best score as a last number: mu of -4, 0 or 4, with hardly any spread. */
  private static void gripper(OnnxGraph graph, Network scores) {
    float[] theta = scores.parameters();
    MlpShape shape = scores.shape();
    String x = hidden(graph, shape, theta, PolicySpec.OBS, "gripper_");
    head(graph, shape, theta, 0, shape.out(), x, "scores");
    graph.node(
        "ArgMax",
        List.of("scores"),
        "choice",
        OnnxGraph.attribute("axis", 1),
        OnnxGraph.attribute("keepdims", 1));
    graph.node("Cast", List.of("choice"), "choice_number", OnnxGraph.attribute("to", 1));
    graph.constant("stay", new float[] {1}, 0);
    graph.constant("reach", new float[] {GRIPPER_MU}, 0);
    graph.constant("nothing", new float[] {0}, 0);
    graph.constant("hardly", new float[] {GRIPPER_STD}, 0);
    graph.node("Sub", List.of("choice_number", "stay"), "direction");
    graph.node("Mul", List.of("direction", "reach"), "gripper_mu");
    graph.node("Mul", List.of("direction", "nothing"), "gripper_zero");
    graph.node("Add", List.of("gripper_zero", "hardly"), "gripper_std");
    var columns = OnnxGraph.attribute("axis", 1);
    graph.node("Concat", List.of("arm_mu", "gripper_mu"), PolicySpec.MU, columns);
    graph.node("Concat", List.of("arm_std", "gripper_std"), PolicySpec.STD, columns);
  }

  private static String hidden(
      OnnxGraph graph, MlpShape shape, float[] theta, String seen, String prefix) {
    String x = seen;
    for (int l = 0; l < shape.hidden().length; l++)
      x = hiddenLayer(graph, shape, theta, l, x, prefix);
    return x;
  }

  private static String hiddenLayer(
      OnnxGraph graph, MlpShape shape, float[] theta, int l, String x, String prefix) {
    int width = shape.fanOut(l);
    String name = prefix + l;
    graph.constant("w" + name, theta, shape.weight(l), width, shape.fanIn(l));
    graph.constant("b" + name, theta, shape.bias(l), width);
    graph.constant("gamma" + name, theta, shape.gamma(l), width);
    graph.constant("beta" + name, theta, shape.beta(l), width);
    graph.node(
        "Gemm", List.of(x, "w" + name, "b" + name), "z" + name, OnnxGraph.attribute("transB", 1));
    graph.node(
        "LayerNormalization",
        List.of("z" + name, "gamma" + name, "beta" + name),
        "n" + name,
        OnnxGraph.attribute("axis", -1),
        OnnxGraph.attribute("epsilon", MlpShape.LAYER_NORM_EPSILON));
    graph.node("Relu", List.of("n" + name), "h" + name);
    return "h" + name;
  }

  /** Some of the last layer's outputs. */
  private static void head(
      OnnxGraph graph, MlpShape shape, float[] theta, int first, int count, String x, String name) {
    int last = shape.hidden().length;
    int in = shape.fanIn(last);
    graph.constant(name + "_w", theta, shape.weight(last) + first * in, count, in);
    graph.constant(name + "_b", theta, shape.bias(last) + first, count);
    graph.node(
        "Gemm", List.of(x, name + "_w", name + "_b"), name, OnnxGraph.attribute("transB", 1));
  }

  private Map<String, String> metadata(Agent agent) {
    float[] scores = agent.gripper().map(g -> outputs(g, obs)).orElse(new float[0]); // [B, G]
    int row = clearestRow(scores);
    float[] out = outputs(agent.actor(), agent.sight().plain(obs, images)); // [B, 2a]
    int a = agent.actor().shape().out() / 2;
    float[] mu = new float[spec.actionDim()];
    float[] std = new float[spec.actionDim()];
    for (int j = 0; j < a; j++) {
      mu[j] = out[2 * row * a + j];
      float logStd = out[(2 * row + 1) * a + j];
      std[j] = (float) Math.exp(Math.clamp(logStd, SquashedGaussian.LOG_STD_MIN, logStdMax(agent)));
    }
    if (scores.length > 0) {
      int choices = scores.length / rows;
      int best = 0;
      for (int g = 1; g < choices; g++)
        if (scores[row * choices + g] > scores[row * choices + best]) best = g;
      mu[a] = (best - 1) * GRIPPER_MU;
      std[a] = GRIPPER_STD;
    }
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put(PolicySpec.KEY_FINGERPRINT, spec.fingerprint());
    entries.put(PolicySpec.KEY_VERSION, Long.toString(version));
    int o = spec.obsDim();
    entries.put(PolicySpec.KEY_GOLDEN_OBS, text(Arrays.copyOfRange(obs, row * o, (row + 1) * o)));
    if (images.length > 0) entries.put(PolicySpec.KEY_GOLDEN_IMAGE, Long.toString(GOLDEN_SEED));
    entries.put(PolicySpec.KEY_GOLDEN_MU, text(mu));
    entries.put(PolicySpec.KEY_GOLDEN_STD, text(std));
    return entries;
  }

  private float[] outputs(Network network, float[] seen) {
    float[] out = new float[rows * network.shape().out()];
    network.forward(seen, out);
    return out;
  }

  /** Where the best choice leads the most, so that the last bit of a score cannot turn it. */
  private int clearestRow(float[] scores) {
    int clearest = 0;
    double lead = -1;
    int choices = scores.length / rows;
    for (int b = 0; b < rows && choices > 0; b++) {
      float[] sorted = Arrays.copyOfRange(scores, b * choices, (b + 1) * choices);
      Arrays.sort(sorted);
      if (sorted[choices - 1] - sorted[choices - 2] > lead) {
        lead = sorted[choices - 1] - sorted[choices - 2];
        clearest = b;
      }
    }
    return clearest;
  }

  static String text(float[] values) {
    StringJoiner joined = new StringJoiner(",");
    for (float value : values) joined.add(Float.toString(value));
    return joined.toString();
  }
}
