package reins.learner.backend.fused;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import reins.learner.backend.MlpShape;

/**
 * Bias, layer norm and ReLU of a hidden layer, there and back: with z the product plus bias, {@code
 * xhat = (z - mean) / sqrt(var + eps)} and {@code h = max(0, gamma xhat + beta)}.
 *
 * <p>Two rows at a time, which share what is read of the parameters and do not wait for each
 * other's sums; an odd number of rows is filled up by one whose derivative stays zero. What costs
 * little is calculated again rather than written and read. Vectors and what is left of a row as in
 * {@link RowKernels}.
 *
 * <p>Threads: one at a time. Shapes: R rows, even, row-major.
 */
final class NormRelu {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

  private final int rows;
  private final int width;
  private final int whole; // numbers of a row that fill vectors
  private final int bias;
  private final int gamma;
  private final int beta;

  /** [R, width] the product without bias, put here before {@link #forward}; then xhat. */
  final float[] xhat;

  private final float[] mean; // [R] of z
  private final float[] rstd; // [R]
  private final float[] meanG; // [R]
  private final float[] meanGx; // [R] of g xhat

  NormRelu(MlpShape shape, int layer, int rows) {
    this.rows = even(rows);
    width = shape.fanOut(layer);
    whole = S.loopBound(width);
    bias = shape.bias(layer);
    gamma = shape.gamma(layer);
    beta = shape.beta(layer);
    xhat = new float[this.rows * width];
    mean = new float[this.rows];
    rstd = new float[this.rows];
    meanG = new float[this.rows];
    meanGx = new float[this.rows];
  }

  /** Rows that arrays must have room for. */
  static int even(int rows) {
    return rows + rows % 2;
  }

  /**
   * Layer norm and ReLU of the product in {@link #xhat}.
   *
   * @param h [R, width] written
   */
  void forward(float[] theta, float[] h) {
    for (int row = 0; row < rows; row += 2) {
      moments(theta, row);
      scale(theta, row, h);
    }
  }

  /**
   * Mean and one over the standard deviation of two rows of z, the mean first: both in one go cost
   * a digit (docs/decisions, 5).
   */
  private void moments(float[] theta, int row) {
    int at0 = row * width, at1 = at0 + width;
    FloatVector sums0 = FloatVector.zero(S), sums1 = FloatVector.zero(S);
    for (int j = 0; j < whole; j += S.length()) {
      FloatVector b = FloatVector.fromArray(S, theta, bias + j);
      sums0 = sums0.add(FloatVector.fromArray(S, xhat, at0 + j).add(b));
      sums1 = sums1.add(FloatVector.fromArray(S, xhat, at1 + j).add(b));
    }
    float mean0 = mean(theta, row, Lanes.sum(sums0));
    float mean1 = mean(theta, row + 1, Lanes.sum(sums1));
    FloatVector squares0 = FloatVector.zero(S), squares1 = FloatVector.zero(S);
    for (int j = 0; j < whole; j += S.length()) {
      FloatVector b = FloatVector.fromArray(S, theta, bias + j);
      FloatVector d0 = FloatVector.fromArray(S, xhat, at0 + j).add(b).sub(mean0);
      FloatVector d1 = FloatVector.fromArray(S, xhat, at1 + j).add(b).sub(mean1);
      squares0 = d0.fma(d0, squares0);
      squares1 = d1.fma(d1, squares1);
    }
    deviation(theta, row, Lanes.sum(squares0));
    deviation(theta, row + 1, Lanes.sum(squares1));
  }

  private float mean(float[] theta, int row, float sum) {
    for (int j = whole; j < width; j++) sum += xhat[row * width + j] + theta[bias + j];
    return mean[row] = sum / width;
  }

  private void deviation(float[] theta, int row, float squares) {
    for (int j = whole; j < width; j++) {
      float d = xhat[row * width + j] + theta[bias + j] - mean[row];
      squares += d * d;
    }
    rstd[row] = (float) (1 / Math.sqrt(squares / width + MlpShape.LAYER_NORM_EPSILON));
  }

  /** Two rows' xhat and h. */
  private void scale(float[] theta, int row, float[] h) {
    int at0 = row * width, at1 = at0 + width;
    float mean0 = mean[row], mean1 = mean[row + 1], rstd0 = rstd[row], rstd1 = rstd[row + 1];
    for (int j = 0; j < whole; j += S.length()) {
      FloatVector b = FloatVector.fromArray(S, theta, bias + j);
      FloatVector g = FloatVector.fromArray(S, theta, gamma + j);
      FloatVector t = FloatVector.fromArray(S, theta, beta + j);
      FloatVector x0 = FloatVector.fromArray(S, xhat, at0 + j).add(b).sub(mean0).mul(rstd0);
      FloatVector x1 = FloatVector.fromArray(S, xhat, at1 + j).add(b).sub(mean1).mul(rstd1);
      x0.intoArray(xhat, at0 + j);
      x1.intoArray(xhat, at1 + j);
      x0.fma(g, t).max(0f).intoArray(h, at0 + j);
      x1.fma(g, t).max(0f).intoArray(h, at1 + j);
    }
    scaleTail(theta, row, h);
    scaleTail(theta, row + 1, h);
  }

  private void scaleTail(float[] theta, int row, float[] h) {
    for (int j = whole, i = row * width + whole; j < width; j++, i++) {
      xhat[i] = (xhat[i] + theta[bias + j] - mean[row]) * rstd[row];
      h[i] = Math.max(0, Math.fma(xhat[i], theta[gamma + j], theta[beta + j]));
    }
  }

  /**
   * After {@link #forward}. With {@code dy = dh [h > 0]} and {@code g = gamma dy}: {@code dz = rstd
   * (g - mean(g) - xhat mean(g xhat))}.
   *
   * @param dh [R, width] in: derivative by h, zero in the row that fills up; written: derivative by
   *     z
   * @param grad written at the offsets: derivatives by bias, gamma and beta
   */
  void backward(float[] theta, float[] dh, float[] grad) {
    clear(grad);
    for (int row = 0; row < rows; row += 2) {
      throughRelu(theta, row, dh, grad);
      throughNorm(row, dh, grad);
    }
  }

  /** Before derivatives are summed up. */
  private void clear(float[] grad) {
    for (int at : new int[] {bias, gamma, beta}) Arrays.fill(grad, at, at + width, 0f);
  }

  /** Two rows' g, in place of the derivative by h, and its means. */
  private void throughRelu(float[] theta, int row, float[] g, float[] grad) {
    int at0 = row * width, at1 = at0 + width;
    FloatVector sum0 = FloatVector.zero(S), sum1 = FloatVector.zero(S);
    FloatVector sumGx0 = FloatVector.zero(S), sumGx1 = FloatVector.zero(S);
    for (int j = 0; j < whole; j += S.length()) {
      FloatVector c = FloatVector.fromArray(S, theta, gamma + j);
      FloatVector t = FloatVector.fromArray(S, theta, beta + j);
      FloatVector x0 = FloatVector.fromArray(S, xhat, at0 + j);
      FloatVector x1 = FloatVector.fromArray(S, xhat, at1 + j);
      FloatVector d0 = Lanes.where(x0.fma(c, t), FloatVector.fromArray(S, g, at0 + j));
      FloatVector d1 = Lanes.where(x1.fma(c, t), FloatVector.fromArray(S, g, at1 + j));
      FloatVector.fromArray(S, grad, beta + j).add(d0).add(d1).intoArray(grad, beta + j);
      d1.fma(x1, d0.fma(x0, FloatVector.fromArray(S, grad, gamma + j))).intoArray(grad, gamma + j);
      FloatVector g0 = d0.mul(c), g1 = d1.mul(c);
      g0.intoArray(g, at0 + j);
      g1.intoArray(g, at1 + j);
      sum0 = sum0.add(g0);
      sum1 = sum1.add(g1);
      sumGx0 = g0.fma(x0, sumGx0);
      sumGx1 = g1.fma(x1, sumGx1);
    }
    means(theta, row, g, Lanes.sum(sum0), Lanes.sum(sumGx0), grad);
    means(theta, row + 1, g, Lanes.sum(sum1), Lanes.sum(sumGx1), grad);
  }

  /** A row's, after what is left of the row. */
  private void means(float[] theta, int row, float[] g, float sum, float sumGx, float[] grad) {
    for (int j = whole, i = row * width + whole; j < width; j++, i++) {
      float dy = Math.fma(xhat[i], theta[gamma + j], theta[beta + j]) > 0 ? g[i] : 0;
      grad[beta + j] += dy;
      grad[gamma + j] += dy * xhat[i];
      g[i] = dy * theta[gamma + j];
      sum += g[i];
      sumGx += g[i] * xhat[i];
    }
    meanG[row] = sum / width;
    meanGx[row] = sumGx / width;
  }

  /** Two rows' dz, in place of g, and their share of the derivative by the bias. */
  private void throughNorm(int row, float[] g, float[] grad) {
    int at0 = row * width, at1 = at0 + width;
    float rstd0 = rstd[row], rstd1 = rstd[row + 1];
    float meanG0 = meanG[row], meanG1 = meanG[row + 1];
    float meanGx0 = meanGx[row], meanGx1 = meanGx[row + 1];
    for (int j = 0; j < whole; j += S.length()) {
      FloatVector gx0 = FloatVector.fromArray(S, xhat, at0 + j).mul(meanGx0);
      FloatVector gx1 = FloatVector.fromArray(S, xhat, at1 + j).mul(meanGx1);
      FloatVector g0 = FloatVector.fromArray(S, g, at0 + j);
      FloatVector g1 = FloatVector.fromArray(S, g, at1 + j);
      FloatVector dz0 = g0.sub(meanG0).sub(gx0).mul(rstd0);
      FloatVector dz1 = g1.sub(meanG1).sub(gx1).mul(rstd1);
      dz0.intoArray(g, at0 + j);
      dz1.intoArray(g, at1 + j);
      FloatVector.fromArray(S, grad, bias + j).add(dz0).add(dz1).intoArray(grad, bias + j);
    }
    throughNormTail(row, g, grad);
    throughNormTail(row + 1, g, grad);
  }

  private void throughNormTail(int row, float[] g, float[] grad) {
    for (int j = whole, i = row * width + whole; j < width; j++, i++) {
      g[i] = (g[i] - meanG[row] - xhat[i] * meanGx[row]) * rstd[row];
      grad[bias + j] += g[i];
    }
  }
}
