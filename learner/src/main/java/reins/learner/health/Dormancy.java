package reins.learner.health;

import reins.learner.backend.MlpShape;

/**
 * Share of a network's hidden units that are dormant: {@code s_i = mean |h_i| / mean_k mean |h_k|}
 * within a layer is at most tau.
 *
 * <p>Source: Sokar et al. 2023, The Dormant Neuron Phenomenon in Deep Reinforcement Learning,
 * definition 3.1.
 */
final class Dormancy {
  /** Theirs for analysis. */
  static final double TAU = 0.025;

  private Dormancy() {}

  /**
   * Looks at a network.
   *
   * @param x [rows, in]
   */
  static double share(MlpShape shape, float[] theta, float[] x) {
    int rows = x.length / shape.in();
    float[] h = x;
    int dormant = 0;
    int units = 0;
    for (int l = 0; l < shape.hidden().length; l++) {
      h = layer(shape, theta, l, h, rows);
      dormant += dormant(h, rows);
      units += shape.fanOut(l);
    }
    return (double) dormant / units;
  }

  /** ReLU(gamma norm(W h + b) + beta) for each row, or without norm ReLU(W h + b). */
  private static float[] layer(MlpShape shape, float[] theta, int l, float[] h, int rows) {
    int in = shape.fanIn(l);
    int out = shape.fanOut(l);
    float[] z = new float[rows * out];
    for (int b = 0; b < rows; b++) {
      for (int j = 0; j < out; j++) {
        float sum = theta[shape.bias(l) + j];
        int w = shape.weight(l) + j * in;
        for (int i = 0; i < in; i++) sum += theta[w + i] * h[b * in + i];
        z[b * out + j] = sum;
      }
      if (shape.layerNorm()) norm(z, b * out, out, theta, shape.gamma(l), shape.beta(l));
    }
    for (int i = 0; i < z.length; i++) z[i] = Math.max(0, z[i]);
    return z;
  }

  private static void norm(float[] z, int from, int n, float[] theta, int gamma, int beta) {
    double mean = 0;
    for (int j = 0; j < n; j++) mean += z[from + j] / n;
    double variance = 0;
    for (int j = 0; j < n; j++) variance += (z[from + j] - mean) * (z[from + j] - mean) / n;
    double scale = 1 / Math.sqrt(variance + MlpShape.LAYER_NORM_EPSILON);
    for (int j = 0; j < n; j++)
      z[from + j] = (float) (theta[gamma + j] * (z[from + j] - mean) * scale + theta[beta + j]);
  }

  private static int dormant(float[] h, int rows) {
    int n = h.length / rows;
    double[] activity = new double[n];
    double mean = 0;
    for (int b = 0; b < rows; b++)
      for (int j = 0; j < n; j++) {
        activity[j] += h[b * n + j];
        mean += h[b * n + j] / n;
      }
    int dormant = 0;
    // s_j = activity_j / mean <= tau, and where nothing is active all are
    for (double a : activity) if (!(a > TAU * mean)) dormant++;
    return dormant;
  }
}
