package reins.learner.backend.fused;

import reins.learner.backend.MlpShape;
import reins.learner.backend.NetworkSpec;
import reins.learner.backend.Workers;

/**
 * The matrix products of a critic update and nothing else: what no engine on this machine and this
 * OpenBLAS can beat. For benchmarks.
 */
public final class SgemmFloor implements AutoCloseable {
  private final MlpShape shape;
  private final int rows;
  private final int critics;
  private final Workers workers;
  private final float[][] theta; // [E][parameters]
  private final float[][] grad; // [E][parameters]
  private final float[][][] h; // [worker][layer][B, width]

  /** Takes the memory. */
  public SgemmFloor(NetworkSpec spec, int threads) {
    shape = spec.criticShape();
    rows = spec.batch();
    critics = spec.critics();
    workers = new Workers(threads);
    theta = new float[critics][shape.parameters()];
    grad = new float[critics][shape.parameters()];
    h = new float[threads][shape.layers() + 1][];
    for (float[][] mine : h)
      for (int l = 0; l <= shape.layers(); l++)
        mine[l] = new float[rows * (l == 0 ? shape.in() : shape.fanOut(l - 1))];
  }

  /** The products of one critic update with so many target members. */
  public void update(int targets) {
    workers.run(targets, (worker, i) -> forward(theta[i], h[worker]));
    workers.run(
        critics,
        (worker, i) -> {
          forward(theta[i], h[worker]);
          backward(theta[i], grad[i], h[worker]);
        });
  }

  private void forward(float[] weights, float[][] x) {
    for (int l = 0; l < shape.layers(); l++)
      Blas.timesTransposed(
          x[l], 0, shape.fanIn(l), rows, weights, shape.weight(l), shape.fanOut(l), x[l + 1], 0);
  }

  private void backward(float[] weights, float[] gradient, float[][] x) {
    for (int l = shape.layers() - 1; l >= 0; l--) {
      int in = shape.fanIn(l);
      int out = shape.fanOut(l);
      Blas.transposedTimes(x[l + 1], out, rows, x[l], in, gradient, shape.weight(l));
      if (l > 0) Blas.times(x[l + 1], out, rows, weights, shape.weight(l), in, in, x[l], in);
    }
  }

  @Override
  public void close() {
    workers.close();
  }
}
