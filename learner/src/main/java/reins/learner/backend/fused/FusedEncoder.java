package reins.learner.backend.fused;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import reins.learner.backend.ConvShape;
import reins.learner.backend.ImageEncoder;
import reins.learner.backend.Persistent;
import reins.learner.backend.Workers;

/**
 * The encoder on matrix products: a few images a task, all cameras' images in one go; the dense
 * layers once for the whole batch. The cut depends on the batch alone, so the sums are the same on
 * any number of threads.
 */
public final class FusedEncoder implements ImageEncoder {
  private static final int IMAGES_PER_TASK = 8;

  private final ConvShape shape;
  private final int rows;
  private final double tau;
  private final Workers workers;
  private final Parameters parameters;
  private final float[] slow;
  private final int perCamera; // tasks
  private final ConvPass[] kept; // [task] of the training batch
  private final float[][] grads; // [task][convolutions' parameters]
  private final ConvPass[] passing; // [worker] of a batch of which nothing is kept
  private final ConvPass.Scratch[] scratch; // [worker]
  private final Dense keptDense;
  private final Dense passingDense;
  private final Dense slowDense;

  /**
   * A fresh encoder for batches of so many rows, on an engine's threads.
   *
   * @param scale [256] what a byte of an image becomes
   */
  public FusedEncoder(
      ConvShape shape,
      float[] scale,
      int rows,
      double lr,
      double tau,
      RandomGenerator random,
      Workers workers) {
    this.shape = shape;
    this.rows = rows;
    this.tau = tau;
    this.workers = workers;
    parameters = new Parameters(shape.initial(random), lr);
    slow = parameters.theta.clone();
    perCamera = (rows + IMAGES_PER_TASK - 1) / IMAGES_PER_TASK;
    int most = Math.min(IMAGES_PER_TASK, rows);
    kept = new ConvPass[shape.cameras() * perCamera];
    Arrays.setAll(kept, t -> new ConvPass(shape, scale, most, true));
    grads = new float[kept.length][shape.dense(0)];
    passing = new ConvPass[workers.threads()];
    Arrays.setAll(passing, w -> new ConvPass(shape, scale, most, false));
    scratch = new ConvPass.Scratch[workers.threads()];
    Arrays.setAll(scratch, w -> new ConvPass.Scratch(shape, most));
    keptDense = new Dense(shape, rows, true);
    passingDense = new Dense(shape, rows, false);
    slowDense = new Dense(shape, rows, false);
  }

  private int camera(int task) {
    return task / perCamera;
  }

  private int firstRow(int task) {
    return task % perCamera * IMAGES_PER_TASK;
  }

  private int images(int task) {
    return Math.min(IMAGES_PER_TASK, rows - firstRow(task));
  }

  private void load(ConvPass pass, int task, byte[] images, int[] shifts) {
    for (int i = 0; i < images(task); i++) {
      int row = firstRow(task) + i;
      int at = (row * shape.cameras() + camera(task)) * shape.pixels();
      pass.load(i, images, at, shifts[row]);
    }
  }

  private void forward(ConvPass pass, int task, float[] theta, int worker, Dense dense) {
    pass.forward(images(task), theta, scratch[worker]);
    pass.top(images(task), dense.top(camera(task)), firstRow(task) * shape.top());
  }

  @Override
  public void encode(byte[] images, int[] shifts, float[] z) {
    workers.run(
        kept.length,
        (worker, t) -> {
          load(kept[t], t, images, shifts);
          forward(kept[t], t, parameters.theta, worker, keptDense);
        });
    workers.run(
        shape.cameras(), (worker, camera) -> keptDense.forward(camera, parameters.theta, z));
  }

  @Override
  public void peek(byte[] images, int[] shifts, float[] z, float[] slowZ) {
    workers.run(
        kept.length,
        (worker, t) -> {
          load(passing[worker], t, images, shifts);
          forward(passing[worker], t, parameters.theta, worker, passingDense);
          forward(passing[worker], t, slow, worker, slowDense);
        });
    workers.run(
        2 * shape.cameras(),
        (worker, i) -> {
          if (i % 2 == 0) passingDense.forward(i / 2, parameters.theta, z);
          else slowDense.forward(i / 2, slow, slowZ);
        });
  }

  @Override
  public void step(float[] dz) {
    workers.run(
        shape.cameras(),
        (worker, camera) -> keptDense.backward(camera, parameters.theta, dz, parameters.grad));
    workers.run(
        kept.length,
        (worker, t) -> {
          Arrays.fill(grads[t], 0f);
          float[] dTop = keptDense.dTop(camera(t));
          int at = firstRow(t) * shape.top();
          kept[t].backward(images(t), parameters.theta, dTop, at, scratch[worker], grads[t]);
        });
    Arrays.fill(parameters.grad, 0, shape.dense(0), 0f);
    for (float[] grad : grads) PixelKernels.add(grad, 0, parameters.grad, 0, grad.length);
    parameters.step();
  }

  @Override
  public void follow() {
    parameters.pull(slow, (float) tau);
  }

  @Override
  public float[] parameters() {
    return parameters.theta.clone();
  }

  @Override
  public ConvShape shape() {
    return shape;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    parameters.save(out);
    Persistent.write(out, slow);
  }

  @Override
  public void load(DataInput in) throws IOException {
    parameters.load(in);
    Persistent.read(in, slow, "slow encoder");
  }
}
