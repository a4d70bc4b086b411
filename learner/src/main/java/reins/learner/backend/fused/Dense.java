package reins.learner.backend.fused;

import java.util.Arrays;
import reins.learner.backend.ConvShape;
import reins.learner.backend.MlpShape;

/**
 * The dense layers behind the convolutions, one for each camera: linear, layer norm, tanh.
 *
 * <p>Threads: cameras may be worked on at once. Shapes: B rows.
 */
final class Dense {
  private final ConvShape shape;
  private final int rows;
  private final float[][] top; // [camera][B, top]
  private final float[][] dTop; // [camera][B, top]
  private final float[][] xhat; // [camera][B, latent]
  private final float[][] dx; // [camera][B, latent]
  private final float[][] rstd; // [camera][B]
  private final float[][] y; // [camera][B, latent] after tanh

  Dense(ConvShape shape, int rows, boolean backward) {
    this.shape = shape;
    this.rows = rows;
    int cameras = shape.cameras();
    top = new float[cameras][rows * shape.top()];
    dTop = new float[cameras][backward ? rows * shape.top() : 0];
    xhat = new float[cameras][rows * shape.latent()];
    dx = new float[cameras][rows * shape.latent()];
    rstd = new float[cameras][rows];
    y = new float[cameras][rows * shape.latent()];
  }

  /** [B, top] what the convolutions made of a camera's images; to be written. */
  float[] top(int camera) {
    return top[camera];
  }

  /** [B, top] derivative by it, after {@link #backward}. */
  float[] dTop(int camera) {
    return dTop[camera];
  }

  /**
   * {@code z = tanh(gamma xhat + beta)}, {@code xhat = norm(W top + b)}.
   *
   * @param z [B, camera, latent] this camera's part written
   */
  void forward(int camera, float[] theta, float[] z) {
    int n = shape.latent();
    int bias = shape.denseBias(camera);
    float[] x = xhat[camera];
    Blas.timesTransposed(top[camera], 0, shape.top(), rows, theta, shape.dense(camera), n, x, 0);
    for (int b = 0; b < rows; b++) {
      double mean = 0;
      for (int j = b * n; j < (b + 1) * n; j++) mean += x[j] += theta[bias + j - b * n];
      mean /= n;
      double variance = 0;
      for (int j = b * n; j < (b + 1) * n; j++) variance += (x[j] - mean) * (x[j] - mean);
      double r = 1 / Math.sqrt(variance / n + MlpShape.LAYER_NORM_EPSILON);
      rstd[camera][b] = (float) r;
      for (int j = 0; j < n; j++) {
        int i = b * n + j;
        x[i] = (float) ((x[i] - mean) * r);
        y[camera][i] = (float) Math.tanh(theta[bias + n + j] * x[i] + theta[bias + 2 * n + j]);
      }
      System.arraycopy(y[camera], b * n, z, at(b, camera), n);
    }
  }

  /** Where a row's numbers of one camera begin in z. */
  private int at(int row, int camera) {
    return (row * shape.cameras() + camera) * shape.latent();
  }

  /**
   * After {@link #forward}.
   *
   * @param dz [B, camera, latent]
   * @param grad this camera's part written
   */
  void backward(int camera, float[] theta, float[] dz, float[] grad) {
    int n = shape.latent();
    int bias = shape.denseBias(camera);
    Arrays.fill(grad, bias, bias + 3 * n, 0f);
    for (int b = 0; b < rows; b++) normBackward(camera, b, theta, dz, grad);
    float[] d = dx[camera];
    RowKernels.sumRows(d, rows, n, grad, bias);
    Blas.transposedTimes(d, n, rows, top[camera], shape.top(), grad, shape.dense(camera));
    Blas.times(d, 0, n, rows, theta, shape.dense(camera), shape.top(), dTop[camera], 0);
  }

  /**
   * One row: {@code dx = rstd (g - mean(g) - xhat mean(g xhat))}, {@code g = gamma dz (1 - z^2)}.
   */
  private void normBackward(int camera, int b, float[] theta, float[] dz, float[] grad) {
    int n = shape.latent();
    int gamma = shape.denseBias(camera) + n;
    float[] x = xhat[camera];
    float[] d = dx[camera];
    double sumG = 0;
    double sumGx = 0;
    for (int j = 0; j < n; j++) {
      int i = b * n + j;
      float dy = dz[at(b, camera) + j] * (1 - y[camera][i] * y[camera][i]);
      grad[gamma + j] += dy * x[i];
      grad[gamma + n + j] += dy;
      d[i] = dy * theta[gamma + j];
      sumG += d[i];
      sumGx += d[i] * x[i];
    }
    for (int i = b * n; i < (b + 1) * n; i++)
      d[i] = (float) (rstd[camera][b] * (d[i] - sumG / n - x[i] * sumGx / n));
  }
}
