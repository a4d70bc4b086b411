package reins.learner.backend.fused;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import reins.learner.backend.ConvShape;
import reins.learner.backend.ImageEncoder;
import reins.learner.backend.Workers;

/**
 * The encoder on matrix products: a few images a task, all cameras' images in one go; the dense
 * layers once for the whole batch. The cut depends on the batch alone, so the sums are the same on
 * any number of threads.
 */
public final class FusedEncoder implements ImageEncoder {
  private static final int IMAGES_PER_TASK = 8;

  /** Tasks whose ways back sum up their derivatives together, which costs a pass over all. */
  private static final int TASKS_BACK = 2;

  private final ConvShape shape;
  private final int rows;
  private final Workers workers;
  private final LaggedParameters parameters;
  private final float[] grad;
  private final Winograd[] filters; // [layer], none of the first
  private final float[][] u; // [layer] of the parameters
  private final float[][] uT; // [layer], transposed
  private final float[][] slowU; // [layer] of the slow copy
  private final int perCamera; // tasks
  private final ConvPass[] kept; // [task] of the training batch
  private final float[][] grads; // [tasks together][convolutions' parameters]
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
    this.workers = workers;
    parameters = new LaggedParameters(shape.initial(random), lr, tau);
    grad = new float[parameters.theta.length];
    filters = new Winograd[shape.layers()];
    u = new float[shape.layers()][];
    uT = new float[shape.layers()][];
    slowU = new float[shape.layers()][];
    for (int l = 1; l < shape.layers(); l++) {
      int widthIn = shape.channelsIn(l), widthOut = shape.widths()[l];
      filters[l] = new Winograd(shape.rowsIn(l), shape.columnsIn(l), widthIn, widthOut);
      u[l] = new float[filters[l].weights()];
      uT[l] = new float[filters[l].weights()];
      slowU[l] = new float[filters[l].weights()];
    }
    perCamera = (rows + IMAGES_PER_TASK - 1) / IMAGES_PER_TASK;
    int most = Math.min(IMAGES_PER_TASK, rows);
    kept = new ConvPass[shape.cameras() * perCamera];
    Arrays.setAll(kept, t -> new ConvPass(shape, filters, scale, most, true));
    grads = new float[(kept.length + TASKS_BACK - 1) / TASKS_BACK][shape.dense(0)];
    passing = new ConvPass[workers.threads()];
    Arrays.setAll(passing, w -> new ConvPass(shape, filters, scale, most, false));
    scratch = new ConvPass.Scratch[workers.threads()];
    Arrays.setAll(scratch, w -> new ConvPass.Scratch(shape, filters, most));
    keptDense = new Dense(shape, rows, true);
    passingDense = new Dense(shape, rows, false);
    slowDense = new Dense(shape, rows, false);
    taps();
    slowTaps();
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

  private void forward(
      ConvPass pass, int task, float[] theta, float[][] u, int worker, Dense dense) {
    pass.forward(images(task), theta, u, scratch[worker]);
    pass.top(images(task), dense.top(camera(task)), firstRow(task) * shape.top());
  }

  @Override
  public void encode(byte[] images, int[] shifts, float[] z) {
    workers.run(
        kept.length,
        (worker, t) -> {
          load(kept[t], t, images, shifts);
          forward(kept[t], t, parameters.theta, u, worker, keptDense);
        });
    workers.run(
        shape.cameras(), (worker, camera) -> keptDense.forward(camera, parameters.theta, z));
  }

  @Override
  public void peek(byte[] images, int[] shifts, float[] z, float[] slowZ) {
    float[] slow = parameters.slow();
    workers.run(
        kept.length,
        (worker, t) -> {
          load(passing[worker], t, images, shifts);
          forward(passing[worker], t, parameters.theta, u, worker, passingDense);
          forward(passing[worker], t, slow, slowU, worker, slowDense);
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
        (worker, camera) -> keptDense.backward(camera, parameters.theta, dz, grad));
    workers.run(grads.length, this::back);
    Arrays.fill(grad, 0, shape.dense(0), 0f);
    for (float[] part : grads) PixelKernels.addTimes(1, part, 0, grad, 0, part.length);
    parameters.step(grad);
    taps();
  }

  private void back(int worker, int together) {
    ConvPass.Scratch s = scratch[worker];
    float[] grad = grads[together];
    Arrays.fill(grad, 0f);
    s.clear();
    int first = together * TASKS_BACK;
    for (int t = first; t < Math.min(first + TASKS_BACK, kept.length); t++) {
      int at = firstRow(t) * shape.top();
      kept[t].backward(images(t), uT, keptDense.dTop(camera(t)), at, s, grad);
    }
    s.collect(shape, filters, grad);
  }

  /** The filters of parameters that have changed. */
  private void taps() {
    float[] theta = parameters.theta;
    workers.run(
        2 * (shape.layers() - 1),
        (worker, i) -> {
          int l = 1 + i / 2;
          Winograd.Scratch s = scratch[worker].winograd;
          if (i % 2 == 0) filters[l].taps(theta, shape.weight(l), u[l], s);
          else filters[l].tapsBack(theta, shape.weight(l), uT[l], s);
        });
  }

  private void slowTaps() {
    float[] slow = parameters.slow();
    workers.run(
        shape.layers() - 1,
        (worker, i) ->
            filters[i + 1].taps(slow, shape.weight(i + 1), slowU[i + 1], scratch[worker].winograd));
  }

  @Override
  public void follow() {
    parameters.follow();
    slowTaps();
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
  }

  @Override
  public void load(DataInput in) throws IOException {
    parameters.load(in);
    taps();
    slowTaps();
  }
}
