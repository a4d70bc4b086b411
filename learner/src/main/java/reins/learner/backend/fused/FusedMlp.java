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
  private final NormRelu[] norms; // [layer], none without layer norm
  private final float[][] h; // [layer][R, width]
  private final float[][] dz; // [layer][R, width] derivative by the product
  private float touched; // so that touching is not optimised away

  FusedMlp(MlpShape shape, int rows) {
    this.shape = shape;
    this.rows = rows;
    int hidden = shape.hidden().length;
    norms = new NormRelu[hidden];
    h = new float[hidden][];
    dz = new float[hidden][];
    for (int l = 0; l < hidden; l++) {
      int numbers = NormRelu.even(rows) * shape.fanOut(l);
      if (shape.layerNorm()) norms[l] = new NormRelu(shape, l, rows);
      h[l] = new float[numbers];
      dz[l] = new float[numbers];
    }
  }

  /**
   * The network's output.
   *
   * @param x [R, in]
   * @param y [R, out] written
   */
  void forward(float[] theta, float[] x, float[] y) {
    int last = shape.hidden().length;
    for (int l = 0; l < last; l++) hidden(l, theta, l == 0 ? x : h[l - 1]);
    float[] input = last == 0 ? x : h[last - 1];
    int out = shape.out();
    Blas.timesTransposed(input, 0, shape.fanIn(last), rows, theta, shape.weight(last), out, y, 0);
    RowKernels.addBias(y, rows, out, theta, shape.bias(last));
  }

  private void hidden(int l, float[] theta, float[] input) {
    int in = shape.fanIn(l), width = shape.fanOut(l);
    float[] z = norms[l] == null ? h[l] : norms[l].xhat;
    touched += RowKernels.touch(theta, shape.weight(l), in * width);
    Blas.timesTransposed(input, 0, in, rows, theta, shape.weight(l), width, z, 0);
    if (norms[l] == null) RowKernels.biasRelu(z, 0, rows, width, theta, shape.bias(l));
    else norms[l].forward(theta, h[l]);
  }

  /**
   * Gradient by the parameters, after {@link #forward} of the same rows.
   *
   * @param x [R, in] as in forward
   * @param dy [R, out] derivative by the output
   * @param grad written: derivative by every parameter
   */
  void backward(float[] theta, float[] x, float[] dy, float[] grad) {
    outputBackward(x, dy, grad);
    backwardThroughOutput(theta, dy);
    for (int l = shape.hidden().length - 1; l >= 0; l--) {
      backwardThroughRelu(l, theta, grad);
      float[] input = l == 0 ? x : h[l - 1];
      int width = shape.fanOut(l);
      Blas.transposedTimes(dz[l], width, rows, input, shape.fanIn(l), grad, shape.weight(l));
      if (l > 0) backwardThroughWeights(l, theta);
    }
  }

  private void outputBackward(float[] x, float[] dy, float[] grad) {
    int last = shape.hidden().length, out = shape.out();
    float[] input = last == 0 ? x : h[last - 1];
    Blas.transposedTimes(dy, out, rows, input, shape.fanIn(last), grad, shape.weight(last));
    RowKernels.sumRows(dy, rows, out, grad, shape.bias(last));
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
    backwardThroughOutput(theta, dy);
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
        dz[0], shape.fanOut(0), rows, theta, shape.weight(0) + first, shape.in(), count, dx, count);
  }

  private void backwardThroughOutput(float[] theta, float[] dy) {
    int last = shape.hidden().length, out = shape.out(), width = shape.fanIn(last);
    if (out == 1) RowKernels.outer(dy, rows, theta, shape.weight(last), width, dz[last - 1]);
    else Blas.times(dy, out, rows, theta, shape.weight(last), width, width, dz[last - 1], width);
  }

  private void backwardThroughRelu(int l, float[] theta, float[] grad) {
    if (norms[l] == null) {
      RowKernels.mask(dz[l], 0, h[l], 0, rows * shape.fanOut(l));
      RowKernels.sumRows(dz[l], rows, shape.fanOut(l), grad, shape.bias(l));
    } else norms[l].backward(theta, dz[l], grad);
  }

  private void backwardThroughWeights(int l, float[] theta) {
    int in = shape.fanIn(l);
    Blas.times(dz[l], shape.fanOut(l), rows, theta, shape.weight(l), in, in, dz[l - 1], in);
  }
}
