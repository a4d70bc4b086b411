package reins.learner.export;

import java.util.List;
import reins.contract.config.CameraTerm;
import reins.contract.data.PolicySpec;
import reins.learner.backend.ConvShape;
import reins.learner.backend.ImageEncoder;
import reins.learner.backend.MlpShape;

/**
 * An encoder as nodes of an ONNX model: from the image to numbers that stand before the measured
 * ones.
 *
 * <pre>
 *   image [B, H, W, 3] -> [B, 3, H, W] -> (Conv, Relu) ... -> [B, h, w, C] -> Gemm -> norm -> Tanh
 *   seen = (z, obs)
 * </pre>
 */
final class EncoderGraph {
  private static final int SIDE = 3; // of a convolution

  private EncoderGraph() {}

  /** Adds the image as an input; the name of what the networks see. */
  static String add(OnnxGraph graph, ImageEncoder encoder) {
    ConvShape shape = encoder.shape();
    float[] theta = encoder.parameters();
    graph.input(PolicySpec.IMAGE, shape.height(), shape.width(), CameraTerm.CHANNELS);
    graph.node(
        "Transpose",
        List.of(PolicySpec.IMAGE),
        "colours",
        OnnxGraph.attribute("perm", new long[] {0, 3, 1, 2}));
    String x = "colours";
    for (int l = 0; l < shape.layers(); l++) x = convolve(graph, shape, theta, l, x);
    graph.node(
        "Transpose", List.of(x), "pixels", OnnxGraph.attribute("perm", new long[] {0, 2, 3, 1}));
    graph.node("Flatten", List.of("pixels"), "top", OnnxGraph.attribute("axis", 1));
    dense(graph, shape, theta);
    graph.node("Concat", List.of("latent", PolicySpec.OBS), "seen", OnnxGraph.attribute("axis", 1));
    return "seen";
  }

  private static String convolve(OnnxGraph graph, ConvShape shape, float[] theta, int l, String x) {
    int width = shape.widths()[l];
    int in = shape.channelsIn(l);
    graph.constant("conv_w" + l, channelsFirst(shape, theta, l), 0, width, in, SIDE, SIDE);
    graph.constant("conv_b" + l, theta, shape.bias(l), width);
    graph.node(
        "Conv",
        List.of(x, "conv_w" + l, "conv_b" + l),
        "conv" + l,
        OnnxGraph.attribute("strides", new long[] {2, 2}));
    graph.node("Relu", List.of("conv" + l), "bright" + l);
    return "bright" + l;
  }

  /** [width, 3, 3, in] as [width, in, 3, 3]. */
  private static float[] channelsFirst(ConvShape shape, float[] theta, int l) {
    int in = shape.channelsIn(l);
    float[] w = new float[shape.widths()[l] * shape.fanIn(l)];
    int taps = SIDE * SIDE;
    for (int o = 0; o < shape.widths()[l]; o++)
      for (int tap = 0; tap < taps; tap++)
        for (int c = 0; c < in; c++)
          w[(o * in + c) * taps + tap] = theta[shape.weight(l) + (o * taps + tap) * in + c];
    return w;
  }

  private static void dense(OnnxGraph graph, ConvShape shape, float[] theta) {
    int n = shape.latent();
    int bias = shape.denseBias(0);
    graph.constant("top_w", theta, shape.dense(0), n, shape.top());
    graph.constant("top_b", theta, bias, n);
    graph.constant("top_gamma", theta, bias + n, n);
    graph.constant("top_beta", theta, bias + 2 * n, n);
    graph.node("Gemm", List.of("top", "top_w", "top_b"), "top_z", OnnxGraph.attribute("transB", 1));
    graph.node(
        "LayerNormalization",
        List.of("top_z", "top_gamma", "top_beta"),
        "top_n",
        OnnxGraph.attribute("axis", -1),
        OnnxGraph.attribute("epsilon", MlpShape.LAYER_NORM_EPSILON));
    graph.node("Tanh", List.of("top_n"), "latent");
  }
}
