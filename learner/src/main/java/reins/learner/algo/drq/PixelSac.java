package reins.learner.algo.drq;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import reins.contract.config.LearningConfig;
import reins.learner.algo.UpdateStats;
import reins.learner.algo.sac.Quirks;
import reins.learner.algo.sac.SoftActorCritic;
import reins.learner.backend.Engine;
import reins.learner.backend.ImageEncoder;
import reins.learner.backend.Shifts;
import reins.learner.replay.Batch;
import reins.learner.replay.ImageBatch;

/**
 * Soft actor-critic whose observation is what an encoder makes of the images, and after it the
 * measured numbers. The critics train the encoder; the policy's gradient stops before it.
 *
 * <p>Symbols: f encoder, fbar its slow copy, s = (f(image), measured); the images of a step and of
 * the next are shifted at random, each afresh for every update.
 *
 * <p>Threads: one caller.
 *
 * <p>Source: Kostrikov et al. 2020 (DrQ), one shift each (K = M = 1); SERL,
 * agents/continuous/drq.py: image features are stop-gradient in the policy, which sees those of the
 * critics' pass.
 */
public final class PixelSac extends SoftActorCritic {
  private final LearningConfig config;
  private final ImageEncoder encoder;
  private final int[] shifts; // [B]
  private final int[] nextShifts; // [B]
  private final float[] z; // [B, Z]
  private final float[] nextZ; // [B, Z]
  private final float[] slowNextZ; // [B, Z]
  private final float[] slowNextObs; // [B, Z + O]
  private final float[] dObs; // [B, Z + O]
  private final float[] minQ; // [B]
  private final float[] y; // [B]
  private final Batch seen; // obs and nextObs are [B, Z + O]

  /**
   * Takes over the engine and closes it.
   *
   * @param engine whose observation is as long as the encoder's numbers and the measured ones
   */
  public PixelSac(LearningConfig config, Engine engine, ImageEncoder encoder, long seed) {
    super(config, Quirks.NONE, engine, seed);
    this.config = config;
    this.encoder = encoder;
    int rows = config.batch();
    int obsDim = engine.actor().shape().in();
    shifts = new int[rows];
    nextShifts = new int[rows];
    z = new float[rows * encoder.shape().out()];
    nextZ = new float[z.length];
    slowNextZ = new float[z.length];
    slowNextObs = new float[rows * obsDim];
    dObs = new float[rows * obsDim];
    minQ = new float[rows];
    y = new float[rows];
    seen = new Batch(rows, obsDim, engine.actor().shape().out() / 2);
  }

  /** One step of critics and encoder for each batch, then one of actor and temperature. */
  public UpdateStats update(ImageBatch[] batches) {
    Map<String, Double> stats = new LinkedHashMap<>();
    for (ImageBatch batch : batches) {
      updateCritic(batch, stats);
      countUpdate();
    }
    // f(image) as the critics saw it, stop-gradient
    updatePolicy(seen, stats);
    return new UpdateStats(updates(), stats);
  }

  private void updateCritic(ImageBatch batch, Map<String, Double> stats) {
    Shifts.draw(random, shifts);
    Shifts.draw(random, nextShifts);
    Batch steps = batch.steps();
    encoder.peek(batch.nextImages(), nextShifts, nextZ, slowNextZ);
    join(nextZ, steps.nextObs(), seen.nextObs());
    join(slowNextZ, steps.nextObs(), slowNextObs);
    // a' ~ pi(. | f(image'), measured')
    policy.sample(seen.nextObs());
    // min_k qbar_k((fbar(image'), measured'), a')
    critics.targetMin(slowNextObs, policy.action(), drawMembers(), minQ);
    // y = r + gamma m (min_k qbar_k - alpha log pi(a' | s') [backup entropy])
    for (int b = 0; b < y.length; b++)
      y[b] =
          (float)
              (steps.reward()[b]
                  + config.discount()
                      * steps.mask()[b]
                      * (minQ[b] - backupAlpha() * policy.logp()[b]));
    encoder.encode(batch.images(), shifts, z);
    join(z, steps.obs(), seen.obs());
    // L(phi, f) = 1/(E B) sum_i sum_b (q_i((f(image_b), measured_b), a_b) - y_b)^2
    stats.put("critic_loss", critics.fit(seen.obs(), steps.action(), y, dObs));
    stats.put("target_mean", mean(y));
    split(dObs, z);
    encoder.step(z);
    critics.follow();
    encoder.follow();
  }

  /** Rows of encoded numbers, each followed by its measured ones. */
  private void join(float[] encoded, float[] measured, float[] obs) {
    int n = encoder.shape().out();
    int width = obs.length / y.length;
    for (int b = 0; b < y.length; b++) {
      System.arraycopy(encoded, b * n, obs, b * width, n);
      System.arraycopy(measured, b * (width - n), obs, b * width + n, width - n);
    }
  }

  private void split(float[] obs, float[] encoded) {
    int n = encoder.shape().out();
    int width = obs.length / y.length;
    for (int b = 0; b < y.length; b++) System.arraycopy(obs, b * width, encoded, b * n, n);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    super.save(out);
    encoder.save(out);
  }

  @Override
  public void load(DataInput in) throws IOException {
    super.load(in);
    encoder.load(in);
  }
}
