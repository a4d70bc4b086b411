package reins.learner.backend.fused;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import reins.learner.backend.MlpShape;
import reins.learner.backend.Network;
import reins.learner.backend.Workers;

/**
 * A network, its batch cut into chunks of rows, one a task. The cut depends on the batch alone, so
 * the sums are the same on any number of threads.
 */
class FusedNetwork implements Network {
  private static final int CHUNK_ROWS = 128;

  private final MlpShape shape;
  private final Workers workers;
  private final Parameters parameters;
  private final float[] grad;
  private final Chunk[] chunks;

  FusedNetwork(MlpShape shape, int rows, double lr, RandomGenerator random, Workers workers) {
    this(shape, rows, new Parameters(shape.initial(random), lr), workers);
  }

  FusedNetwork(MlpShape shape, int rows, Parameters parameters, Workers workers) {
    this.shape = shape;
    this.workers = workers;
    this.parameters = parameters;
    grad = new float[shape.parameters()];
    chunks = new Chunk[(rows + CHUNK_ROWS - 1) / CHUNK_ROWS];
    for (int i = 0; i < chunks.length; i++)
      chunks[i] = new Chunk(shape, i * CHUNK_ROWS, Math.min(CHUNK_ROWS, rows - i * CHUNK_ROWS));
  }

  private record Chunk(FusedMlp mlp, int firstRow, float[] x, float[] y, float[] dy, float[] grad) {
    Chunk(MlpShape shape, int firstRow, int rows) {
      this(
          new FusedMlp(shape, rows),
          firstRow,
          new float[rows * shape.in()],
          new float[rows * shape.out()],
          new float[rows * shape.out()],
          new float[shape.parameters()]);
    }
  }

  @Override
  public void forward(float[] obs, float[] out) {
    forward(parameters.theta, obs, out);
  }

  /** Output under given parameters. */
  final void forward(float[] theta, float[] obs, float[] out) {
    workers.run(
        chunks.length,
        (worker, i) -> {
          Chunk c = chunks[i];
          System.arraycopy(obs, c.firstRow * shape.in(), c.x, 0, c.x.length);
          c.mlp.forward(theta, c.x, c.y);
          System.arraycopy(c.y, 0, out, c.firstRow * shape.out(), c.y.length);
        });
  }

  @Override
  public void step(float[] dOut, float[] dObs) {
    workers.run(
        chunks.length,
        (worker, i) -> {
          Chunk c = chunks[i];
          System.arraycopy(dOut, c.firstRow * shape.out(), c.dy, 0, c.dy.length);
          c.mlp.backward(parameters.theta, c.x, c.dy, c.grad);
          if (dObs == null) return;
          c.mlp.inputSlope(parameters.theta, 0, shape.in(), c.x); // nobody needs x any more
          System.arraycopy(c.x, 0, dObs, c.firstRow * shape.in(), c.x.length);
        });
    Arrays.fill(grad, 0f);
    for (Chunk c : chunks) for (int p = 0; p < grad.length; p++) grad[p] += c.grad[p];
    parameters.step(grad);
  }

  @Override
  public void idle() {
    Arrays.fill(grad, 0f);
    parameters.step(grad);
  }

  @Override
  public float[] parameters() {
    return parameters.theta.clone();
  }

  @Override
  public MlpShape shape() {
    return shape;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    parameters.save(out);
  }

  @Override
  public void load(DataInput in) throws IOException {
    parameters.load(in);
  }
}
