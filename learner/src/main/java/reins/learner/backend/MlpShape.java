package reins.learner.backend;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The layout of a multilayer perceptron's parameters in one flat array: each hidden layer is
 * linear, layer norm (where there is one), ReLU; the last is linear.
 *
 * <pre>
 *   hidden layer: | W [width, in] | b [width] | gamma [width] | beta [width] |
 *   without norm: | W [width, in] | b [width] |
 *   last layer:   | W [out, in]   | b [out]   |
 * </pre>
 *
 * <p>Layer norm in the critics is what keeps RLPD's values from running away; the actor has it too,
 * as in HIL-SERL.
 *
 * <p>Source: Ball et al. 2023 (RLPD), section 4.2; Luo et al. 2024 (HIL-SERL).
 *
 * @param layerNorm in every hidden layer
 */
public record MlpShape(int in, int[] hidden, int out, boolean layerNorm) {
  /** Added to the variance in layer norm; Flax's default, which the published runs used. */
  public static final float LAYER_NORM_EPSILON = 1e-6f;

  /** With layer norm. */
  public MlpShape(int in, int[] hidden, int out) {
    this(in, hidden, out, true);
  }

  /** Linear layers, the last included. */
  public int layers() {
    return hidden.length + 1;
  }

  /** Inputs of a layer. */
  public int fanIn(int layer) {
    return layer == 0 ? in : hidden[layer - 1];
  }

  /** Outputs of a layer. */
  public int fanOut(int layer) {
    return layer == hidden.length ? out : hidden[layer];
  }

  /** Offset of a layer's weights. */
  public int weight(int layer) {
    int offset = 0;
    for (int l = 0; l < layer; l++) offset += (fanIn(l) + (layerNorm ? 3 : 1)) * fanOut(l);
    return offset;
  }

  /** Offset of a layer's bias. */
  public int bias(int layer) {
    return weight(layer) + fanIn(layer) * fanOut(layer);
  }

  /** Offset of a hidden layer's gamma, where it has layer norm. */
  public int gamma(int layer) {
    return bias(layer) + fanOut(layer);
  }

  /** Offset of a hidden layer's beta, where it has layer norm. */
  public int beta(int layer) {
    return gamma(layer) + fanOut(layer);
  }

  /** Length of the flat array. */
  public int parameters() {
    return bias(hidden.length) + out;
  }

  /**
   * Fresh parameters: Xavier-uniform weights, zero biases, gamma 1, beta 0.
   *
   * <p>Source: rlpd/networks, the initializer of every dense layer.
   */
  public float[] initial(RandomGenerator random) {
    float[] theta = new float[parameters()];
    for (int l = 0; l < layers(); l++) {
      double limit = Math.sqrt(6.0 / (fanIn(l) + fanOut(l)));
      for (int i = weight(l); i < bias(l); i++)
        theta[i] = (float) ((2 * random.nextDouble() - 1) * limit);
      if (layerNorm && l < hidden.length) Arrays.fill(theta, gamma(l), beta(l), 1f);
    }
    return theta;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MlpShape(int i, int[] h, int o, boolean n)
        && i == in
        && o == out
        && n == layerNorm
        && Arrays.equals(h, hidden);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * (31 * in + out) + Arrays.hashCode(hidden)) + Boolean.hashCode(layerNorm);
  }

  @Override
  public String toString() {
    return in + "-" + Arrays.toString(hidden) + "-" + out + (layerNorm ? "" : " without norm");
  }
}
