package reins.learner.algo.drq;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import reins.contract.config.Task;
import reins.learner.algo.Measured;
import reins.learner.algo.Sight;
import reins.learner.backend.ConvShape;
import reins.learner.backend.CriticEnsemble;
import reins.learner.backend.Engine;
import reins.learner.backend.ImageEncoder;
import reins.learner.backend.Network;
import reins.learner.backend.Shifts;
import reins.learner.replay.Batch;
import reins.learner.replay.SeededRandom;

/**
 * What an encoder makes of the images, and after it the measured numbers: s = (f(image), measured).
 * Whoever is trained on that trains the encoder; images of a step and of the next are shifted at
 * random, each afresh for every update.
 *
 * <p>Symbols: f encoder, fbar its slow copy.
 *
 * <p>Source: Kostrikov et al. 2020 (DrQ), one shift each (K = M = 1); SERL,
 * agents/continuous/drq.py: the critics train the encoder, the policy sees what they saw,
 * stop-gradient.
 */
public final class DrQ implements Sight {
  private final ImageEncoder encoder;
  private final int latent;
  private final int rows;
  private final int pad;
  private final SeededRandom random; // of shifts
  private final int[] shifts; // [B]
  private final int[] nextShifts; // [B]
  private final float[] z; // [B, Z]
  private final float[] nextZ; // [B, Z]
  private final float[] slowNextZ; // [B, Z]
  private final float[] obs; // [B, S]
  private final float[] nextObs; // [B, S]
  private final float[] slowNextObs; // [B, S]
  private final float[] dObs; // [B, S]

  /**
   * For batches of so many rows.
   *
   * @param measured numbers of a row
   * @param pad pixels that images are shifted by at most
   * @param seed of the shifts
   */
  public DrQ(ImageEncoder encoder, int rows, int measured, int pad, long seed) {
    this.encoder = encoder;
    this.rows = rows;
    this.pad = pad;
    random = new SeededRandom(seed);
    latent = encoder.shape().out();
    shifts = new int[rows];
    nextShifts = new int[rows];
    z = new float[rows * latent];
    nextZ = new float[z.length];
    slowNextZ = new float[z.length];
    obs = new float[rows * (latent + measured)];
    nextObs = new float[obs.length];
    slowNextObs = new float[obs.length];
    dObs = new float[obs.length];
  }

  /**
   * What a task's agent sees: through an encoder of this engine where the task has a camera.
   *
   * @param seed the agent's; shifts are drawn from another one
   */
  public static Sight of(Task task, Engine engine, double lr, long seed) {
    ConvShape shape = ConvShape.of(task);
    if (shape == null) return new Measured();
    ImageEncoder encoder = engine.encoder(shape, task.cameras().getFirst().scale(), lr);
    int pad = task.learning().encoder().shift_px();
    return new DrQ(encoder, task.learning().batch(), task.obsDim(), pad, ~seed);
  }

  @Override
  public Batch now(Batch batch) {
    Shifts.draw(random, pad, shifts);
    encode(batch);
    return batch.seenAs(obs, nextObs);
  }

  @Override
  public Batch nowAndNext(Batch batch) {
    Shifts.draw(random, pad, shifts);
    Shifts.draw(random, pad, nextShifts);
    encoder.peek(batch.nextImages(), nextShifts, nextZ, slowNextZ);
    join(nextZ, batch.nextObs(), nextObs);
    join(slowNextZ, batch.nextObs(), slowNextObs);
    encode(batch);
    return batch.seenAs(obs, nextObs);
  }

  /** s = (f(image), measured) */
  private void encode(Batch batch) {
    encoder.encode(batch.images(), shifts, z);
    join(z, batch.obs(), obs);
  }

  @Override
  public float[] slowNext(Batch seen) {
    return slowNextObs;
  }

  @Override
  public double fit(CriticEnsemble critics, Batch seen, float[] y) {
    double loss = critics.fit(seen.obs(), seen.action(), y, dObs);
    step();
    return loss;
  }

  @Override
  public void step(Network network, float[] dOut) {
    network.step(dOut, dObs);
    step();
  }

  /** dL/dz, the leading numbers of dL/ds */
  private void step() {
    int width = dObs.length / rows;
    for (int b = 0; b < rows; b++) System.arraycopy(dObs, b * width, z, b * latent, latent);
    encoder.step(z);
  }

  @Override
  public void follow() {
    encoder.follow();
  }

  @Override
  public float[] plain(float[] measured, byte[] images) {
    int[] still = new int[rows];
    Arrays.fill(still, Shifts.NONE);
    float[] seen = new float[obs.length];
    float[] encoded = new float[z.length];
    encoder.peek(images, still, encoded, new float[z.length]);
    join(encoded, measured, seen);
    return seen;
  }

  /** Rows of encoded numbers, each followed by its measured ones. */
  private void join(float[] encoded, float[] measured, float[] joined) {
    int width = joined.length / rows;
    for (int b = 0; b < rows; b++) {
      System.arraycopy(encoded, b * latent, joined, b * width, latent);
      System.arraycopy(measured, b * (width - latent), joined, b * width + latent, width - latent);
    }
  }

  @Override
  public Optional<ImageEncoder> encoder() {
    return Optional.of(encoder);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    encoder.save(out);
    out.writeLong(random.state());
  }

  @Override
  public void load(DataInput in) throws IOException {
    encoder.load(in);
    random.restore(in.readLong());
  }
}
