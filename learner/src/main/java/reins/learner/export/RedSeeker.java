package reins.learner.export;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reins.contract.config.CameraTerm;
import reins.contract.config.ConfigException;
import reins.contract.data.PolicySpec;

/**
 * A policy that nobody trained: it flies by velocity towards the middle of what is red in its
 * camera's picture, and stands where nothing is. It shows that pictures arrive and that the
 * contract for policies with eyes holds.
 *
 * <pre>
 *   w = relu(r - (g + b) / 2 - threshold)      every pixel, scaled colours
 *   c = sum(w (x, y)) / (sum w + eps)          x to the right, y down, in [-1, 1]
 *   mu = (forward, -gain c_x, -gain c_y, 0)    where anything is red
 * </pre>
 *
 * <p>Units and frames: velocities in shares of the vehicle's; its heading is the world's x axis.
 *
 * @param forward velocity ahead before tanh
 * @param gain velocity aside and up before tanh, for what is at the picture's edge
 */
public record RedSeeker(double forward, double gain) {
  /** Half of the scaled range: a wall that is a little red is none. */
  private static final float THRESHOLD = 0.5f;

  private static final float EPS = 1e-3f;
  private static final float STD = 0.05f;
  private static final long PICTURE = 17;
  private static final int ACTIONS = 4;

  /**
   * The policy for a task with a camera.
   *
   * <p>Errors: {@link ConfigException} for a task without one, or whose action has not four
   * numbers.
   */
  public PublishedPolicy export(PolicySpec spec, long version) {
    if (spec.imageNumbers() == 0 || spec.actionDim() != ACTIONS)
      throw new ConfigException("cameras: expected a flight's task with a camera");
    OnnxGraph graph = new OnnxGraph();
    graph.input(PolicySpec.OBS, spec.obsDim());
    graph.input(PolicySpec.IMAGE, spec.imageHeight(), spec.imageWidth(), CameraTerm.CHANNELS);
    look(graph, spec);
    steer(graph, spec);
    graph.output(PolicySpec.MU, ACTIONS);
    graph.output(PolicySpec.STD, ACTIONS);
    graph.metadata(metadata(spec, version));
    return new PublishedPolicy(version, graph.toBytes("red_seeker", PolicySpec.OPSET, version));
  }

  /** From the picture to sums [B, 3]: redness times x, times y, redness. */
  private static void look(OnnxGraph graph, PolicySpec spec) {
    graph.constant("reddish", new float[] {1, -0.5f, -0.5f}, 0, CameraTerm.CHANNELS, 1);
    graph.constant("threshold", new float[] {THRESHOLD}, 0);
    graph.node("MatMul", List.of(PolicySpec.IMAGE, "reddish"), "red");
    graph.node("Sub", List.of("red", "threshold"), "redder");
    graph.node("Relu", List.of("redder"), "weight");
    graph.node("Flatten", List.of("weight"), "weights", OnnxGraph.attribute("axis", 1));
    graph.constant("grid", grid(spec), 0, spec.imageHeight() * spec.imageWidth(), 3);
    graph.node("MatMul", List.of("weights", "grid"), "sums");
  }

  private void steer(OnnxGraph graph, PolicySpec spec) {
    float side = (float) -gain;
    float[] above = {0, side, 0, 0, 0, 0, side, 0, (float) forward, 0, 0, 0};
    float[] below = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1};
    graph.constant("above", above, 0, 3, ACTIONS);
    graph.constant("below", below, 0, 3, ACTIONS);
    graph.constant("eps", new float[] {EPS}, 0);
    graph.constant("blind", new float[spec.obsDim() * ACTIONS], 0, spec.obsDim(), ACTIONS);
    graph.constant("spread", new float[] {STD}, 0);
    graph.node("MatMul", List.of("sums", "above"), "numerator");
    graph.node("MatMul", List.of("sums", "below"), "mass");
    graph.node("Add", List.of("mass", "eps"), "denominator");
    graph.node("Div", List.of("numerator", "denominator"), PolicySpec.MU);
    // A spread for as many rows as there are observations.
    graph.node("MatMul", List.of(PolicySpec.OBS, "blind"), "nothing");
    graph.node("Add", List.of("nothing", "spread"), PolicySpec.STD);
  }

  /** [H * W, 3]: x, y and one of every pixel. */
  private static float[] grid(PolicySpec spec) {
    int h = spec.imageHeight(), w = spec.imageWidth();
    float[] grid = new float[h * w * 3];
    for (int i = 0; i < h * w; i++) {
      grid[3 * i] = (2 * (i % w) + 1f) / w - 1;
      grid[3 * i + 1] = (2 * (i / w) + 1f) / h - 1;
      grid[3 * i + 2] = 1;
    }
    return grid;
  }

  private Map<String, String> metadata(PolicySpec spec, long version) {
    float[] mu = answer(spec, spec.picture(PICTURE));
    float[] std = new float[ACTIONS];
    Arrays.fill(std, STD);
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put(PolicySpec.KEY_FINGERPRINT, spec.fingerprint());
    entries.put(PolicySpec.KEY_VERSION, Long.toString(version));
    entries.put(PolicySpec.KEY_GOLDEN_OBS, PolicyExporter.text(new float[spec.obsDim()]));
    entries.put(PolicySpec.KEY_GOLDEN_IMAGE, Long.toString(PICTURE));
    entries.put(PolicySpec.KEY_GOLDEN_MU, PolicyExporter.text(mu));
    entries.put(PolicySpec.KEY_GOLDEN_STD, PolicyExporter.text(std));
    return entries;
  }

  /** What the network has to answer to a picture, computed without it. */
  private float[] answer(PolicySpec spec, float[] image) {
    float[] grid = grid(spec);
    double x = 0, y = 0, mass = 0;
    for (int i = 0; i < image.length / CameraTerm.CHANNELS; i++) {
      int at = CameraTerm.CHANNELS * i;
      double red = image[at] - (image[at + 1] + image[at + 2]) / 2;
      double weight = Math.max(0, red - THRESHOLD);
      x += weight * grid[3 * i];
      y += weight * grid[3 * i + 1];
      mass += weight;
    }
    double all = mass + EPS;
    return new float[] {
      (float) (forward * mass / all), (float) (-gain * x / all), (float) (-gain * y / all), 0
    };
  }
}
