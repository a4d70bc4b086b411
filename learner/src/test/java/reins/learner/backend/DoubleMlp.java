package reins.learner.backend;

/**
 * The perceptron of {@link MlpShape} written again, in double precision and in the plainest way:
 * the judge of the engines.
 */
public final class DoubleMlp {
  private DoubleMlp() {}

  /** Output for one row. */
  public static double[] forward(MlpShape shape, double[] theta, double[] x) {
    double[] h = x;
    for (int l = 0; l < shape.layers(); l++) {
      double[] z = new double[shape.fanOut(l)];
      for (int j = 0; j < z.length; j++) {
        z[j] = theta[shape.bias(l) + j];
        for (int i = 0; i < h.length; i++) z[j] += theta[shape.weight(l) + j * h.length + i] * h[i];
      }
      h = l == shape.layers() - 1 ? z : relu(shape.layerNorm() ? norm(shape, theta, l, z) : z);
    }
    return h;
  }

  private static double[] relu(double[] z) {
    double[] h = new double[z.length];
    for (int j = 0; j < z.length; j++) h[j] = Math.max(0, z[j]);
    return h;
  }

  private static double[] norm(MlpShape shape, double[] theta, int l, double[] z) {
    double mean = 0;
    for (double v : z) mean += v / z.length;
    double variance = 0;
    for (double v : z) variance += (v - mean) * (v - mean) / z.length;
    double[] h = new double[z.length];
    for (int j = 0; j < z.length; j++) {
      double xhat = (z[j] - mean) / Math.sqrt(variance + MlpShape.LAYER_NORM_EPSILON);
      h[j] = theta[shape.gamma(l) + j] * xhat + theta[shape.beta(l) + j];
    }
    return h;
  }

  /** A copy in double precision. */
  public static double[] widen(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) wide[i] = values[i];
    return wide;
  }
}
