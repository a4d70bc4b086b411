package reins.learner.backend.fused;

import reins.learner.backend.MlpShape;

/**
 * One thread's pass through a perceptron and back: the activations of a batch, reused from pass to
 * pass.
 *
 * <p>Threads: one at a time. Shapes: R rows, row-major.
 */
final class FusedMlp {
  private final MlpShape shape;
  private final int rows;
  private final float[][] xhat; // [layer][R, width]
  private final float[][] h; // [layer][R, width]
  private final float[][] rstd; // [layer][R]
  private final float[][] dh; // [layer][R, width]

  FusedMlp(MlpShape shape, int rows) {
    this.shape = shape;
    this.rows = rows;
    int hidden = shape.hidden().length;
    xhat = new float[hidden][];
    h = new float[hidden][];
    rstd = new float[hidden][rows];
    dh = new float[hidden][];
    for (int l = 0; l < hidden; l++) {
      xhat[l] = new float[shape.layerNorm() ? rows * shape.fanOut(l) : 0];
      h[l] = new float[rows * shape.fanOut(l)];
      dh[l] = new float[rows * shape.fanOut(l)];
    }
  }

  /**
   * The network's output.
   *
   * @param x [R, in]
   * @param y [R, out] written
   */
  void forward(float[] theta, float[] x, float[] y) {
    float[] input = x;
    int last = shape.hidden().length;
    for (int l = 0; l < last; l++) {
      hidden(l, theta, input);
      input = h[l];
    }
    int out = shape.out();
    Blas.timesTransposed(input, 0, shape.fanIn(last), rows, theta, shape.weight(last), out, y, 0);
    RowKernels.addBias(y, rows, out, theta, shape.bias(last));
  }

  private void hidden(int l, float[] theta, float[] input) {
    int in = shape.fanIn(l);
    int width = shape.fanOut(l);
    float[] z = shape.layerNorm() ? xhat[l] : h[l];
    Blas.timesTransposed(input, 0, in, rows, theta, shape.weight(l), width, z, 0);
    int bias = shape.bias(l);
    if (shape.layerNorm())
      RowKernels.normRelu(
          z, rows, width, theta, bias, shape.gamma(l), shape.beta(l), rstd[l], h[l]);
    else RowKernels.biasRelu(z, 0, rows, width, theta, bias);
  }

  /**
   * Gradient by the parameters, after {@link #forward} of the same rows.
   *
   * @param x [R, in] as in forward
   * @param dy [R, out] derivative by the output
   * @param grad written: derivative by every parameter
   */
  void backward(float[] theta, float[] x, float[] dy, float[] grad) {
    int last = shape.hidden().length;
    float[] input = last == 0 ? x : h[last - 1];
    Blas.transposedTimes(dy, shape.out(), rows, input, shape.fanIn(last), grad, shape.weight(last));
    RowKernels.sumRows(dy, rows, shape.out(), grad, shape.bias(last));
    backwardThroughLast(theta, dy);
    for (int l = last - 1; l >= 0; l--) {
      backwardThroughRelu(l, theta, grad);
      input = l == 0 ? x : h[l - 1];
      int width = shape.fanOut(l);
      Blas.transposedTimes(dh[l], width, rows, input, shape.fanIn(l), grad, shape.weight(l));
      if (l > 0) backwardThroughWeights(l, theta);
    }
  }

  /**
   * Derivative by some of the inputs, after {@link #forward} of the same rows.
   *
   * @param dy [R, out] derivative by the output
   * @param scratch any array as long as the parameters; written
   * @param first the first input wanted
   * @param dx [R, count] written
   */
  void inputGradient(float[] theta, float[] dy, float[] scratch, int first, int count, float[] dx) {
    backwardThroughLast(theta, dy);
    for (int l = shape.hidden().length - 1; l >= 0; l--) {
      backwardThroughRelu(l, theta, scratch);
      if (l > 0) backwardThroughWeights(l, theta);
    }
    inputSlope(theta, first, count, dx);
  }

  /**
   * Derivative by some of the inputs, after {@link #backward}.
   *
   * @param first the first input wanted
   * @param dx [R, count] written
   */
  void inputSlope(float[] theta, int first, int count, float[] dx) {
    Blas.times(
        dh[0], shape.fanOut(0), rows, theta, shape.weight(0) + first, shape.in(), count, dx, count);
  }

  private void backwardThroughLast(float[] theta, float[] dy) {
    int last = shape.hidden().length;
    int width = shape.fanIn(last);
    if (shape.out() == 1)
      RowKernels.outer(dy, rows, theta, shape.weight(last), width, dh[last - 1]);
    else
      Blas.times(
          dy, shape.out(), rows, theta, shape.weight(last), width, width, dh[last - 1], width);
  }

  private void backwardThroughRelu(int l, float[] theta, float[] grad) {
    if (!shape.layerNorm()) {
      RowKernels.mask(dh[l], 0, h[l], 0, rows * shape.fanOut(l));
      RowKernels.sumRows(dh[l], rows, shape.fanOut(l), grad, shape.bias(l));
      return;
    }
    RowKernels.normReluBackward(
        dh[l],
        rows,
        shape.fanOut(l),
        h[l],
        xhat[l],
        rstd[l],
        theta,
        shape.bias(l),
        shape.gamma(l),
        shape.beta(l),
        grad);
  }

  private void backwardThroughWeights(int l, float[] theta) {
    int in = shape.fanIn(l);
    Blas.times(dh[l], shape.fanOut(l), rows, theta, shape.weight(l), in, in, dh[l - 1], in);
  }
}
