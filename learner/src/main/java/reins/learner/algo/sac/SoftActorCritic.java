package reins.learner.algo.sac;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import reins.contract.config.LearningConfig;
import reins.learner.algo.Agent;
import reins.learner.algo.Measured;
import reins.learner.algo.Sight;
import reins.learner.algo.SquashedGaussian;
import reins.learner.algo.UpdateStats;
import reins.learner.backend.CriticEnsemble;
import reins.learner.backend.Engine;
import reins.learner.backend.Network;
import reins.learner.replay.Batch;
import reins.learner.replay.SeededRandom;

/**
 * Soft actor-critic with an ensemble of layer-normed critics and many critic updates for each actor
 * update: what SAC, RLPD, HIL-SERL and RLIF have in common.
 *
 * <p>Symbols: pi policy, q_i critics, qbar_k their slow copies, alpha temperature, gamma discount,
 * m mask, H* target entropy; s is what the agent's {@link Sight} makes of a step.
 *
 * <p>Threads: one caller.
 *
 * <p>Source: Haarnoja et al. 2018 (SAC), Ball et al. 2023 (RLPD), algorithm 1; corrections in
 * docs/algorithms.
 */
public class SoftActorCritic implements Agent {
  /** q_i and qbar_i. */
  protected final CriticEnsemble critics;

  /** Of draws. */
  protected final SeededRandom random;

  /** pi. */
  protected final SquashedGaussian policy;

  private final LearningConfig config;
  private final Quirks quirks;
  private final Engine engine;
  private final Sight sight;
  private final Network actor;
  private final Temperature temperature;
  private final int[] members; // [E] a permutation whose head is the draw
  private final int[] drawn; // [K]
  private final float[] minQ; // [B]
  private final float[] y; // [B]
  private final float[] q; // [B]
  private final float[] dq; // [B, A]
  private final float[] dOut; // [B, 2A]
  private volatile long updates; // read by status requests

  /** Of measured numbers alone; takes over the engine and closes it. */
  public SoftActorCritic(LearningConfig config, Quirks quirks, Engine engine, long seed) {
    this(config, quirks, engine, new Measured(), seed);
  }

  /** Takes over the engine and closes it. */
  public SoftActorCritic(
      LearningConfig config, Quirks quirks, Engine engine, Sight sight, long seed) {
    this.config = config;
    this.sight = sight;
    this.quirks = quirks;
    this.engine = engine;
    actor = engine.actor();
    critics = engine.critics();
    temperature =
        new Temperature(
            config.temperature_init(), config.target_entropy(), config.temperature_lr());
    random = new SeededRandom(seed);
    int rows = config.batch();
    policy = new SquashedGaussian(actor, rows, random);
    members = new int[config.critics()];
    for (int i = 0; i < members.length; i++) members[i] = i;
    drawn = new int[config.critics_min()];
    minQ = new float[rows];
    y = new float[rows];
    q = new float[rows];
    dq = new float[rows * actor.shape().out() / 2];
    dOut = new float[rows * actor.shape().out()];
  }

  @Override
  public UpdateStats update(Batch[] batches) {
    Map<String, Double> stats = new LinkedHashMap<>();
    Batch seen = null;
    for (Batch batch : batches) {
      seen = updateCritic(batch, stats);
      updates++;
      if (quirks.zero_gradient_adam()) {
        actor.idle();
        temperature.idle();
      }
    }
    double entropy = updateActor(seen, stats);
    updateTemperature(entropy, stats);
    if (quirks.zero_gradient_adam()) critics.idle();
    return new UpdateStats(updates, stats);
  }

  /**
   * One step of the critics, and of what sees.
   *
   * @return the batch as they saw it
   */
  protected Batch updateCritic(Batch batch, Map<String, Double> stats) {
    Batch seen = sight.nowAndNext(batch);
    targets(seen, sight.slowNext(seen), y);
    // L(phi) = 1/(E B) sum_i sum_b (q_i(s_b, a_b) - y_b)^2
    double loss = sight.fit(critics, seen, y);
    // phibar <- phibar + tau (phi - phibar)
    critics.follow();
    sight.follow();
    stats.put("critic_loss", loss);
    stats.put("target_mean", mean(y));
    return seen;
  }

  /**
   * What the critics should say.
   *
   * @param slowNextObs what their slow copies see next
   * @param y [B] written
   */
  protected final void targets(Batch batch, float[] slowNextObs, float[] y) {
    // a' ~ pi(. | s')
    policy.sample(batch.nextObs());
    // K members drawn without replacement: min_k qbar_k(s', a')
    critics.targetMin(slowNextObs, policy.action(), drawMembers(), minQ);
    // y = r + gamma m (min_k qbar_k(s', a') - alpha log pi(a' | s') [backup entropy])
    double alpha = backupAlpha();
    for (int b = 0; b < y.length; b++) {
      double discount = config.discount() * batch.mask()[b];
      double entropy = -alpha * policy.logp()[b];
      y[b] =
          quirks.entropy_outside_discount()
              ? (float) (batch.reward()[b] + discount * minQ[b] + entropy)
              : (float) (batch.reward()[b] + discount * (minQ[b] + entropy));
    }
  }

  /** What entropy is worth in the targets. */
  protected final double backupAlpha() {
    return config.backup_entropy() ? temperature.alpha() : 0;
  }

  private double updateActor(Batch batch, Map<String, Double> stats) {
    // a ~ pi(. | s), reparameterised
    policy.sample(batch.obs());
    if (quirks.actor_min_q()) critics.minQ(batch.obs(), policy.action(), q, dq);
    else critics.meanQ(batch.obs(), policy.action(), q, dq);
    // L(theta) = 1/B sum_b (alpha log pi(a_b | s_b) - 1/E sum_i q_i(s_b, a_b))
    double alpha = temperature.alpha();
    for (int i = 0; i < dq.length; i++) dq[i] = -dq[i] / q.length;
    policy.backward(dq, alpha / q.length, dOut);
    actor.step(dOut);
    double entropy = -mean(policy.logp());
    stats.put("actor_loss", -alpha * entropy - mean(q));
    stats.put("q_mean", mean(q));
    stats.put("entropy", entropy);
    return entropy;
  }

  private void updateTemperature(double entropy, Map<String, Double> stats) {
    // L(lambda) = alpha(lambda) (H - H*)
    temperature.update(entropy);
    stats.put("temperature", temperature.alpha());
  }

  /** The first K of a Fisher-Yates shuffle. */
  protected final int[] drawMembers() {
    for (int k = 0; k < drawn.length; k++) {
      int other = k + random.nextInt(members.length - k);
      drawn[k] = members[other];
      members[other] = members[k];
      members[k] = drawn[k];
    }
    return drawn;
  }

  /** Mean of an array. */
  protected static double mean(float[] values) {
    double sum = 0;
    for (float value : values) sum += value;
    return sum / values.length;
  }

  @Override
  public long updates() {
    return updates;
  }

  @Override
  public Network actor() {
    return actor;
  }

  @Override
  public Sight sight() {
    return sight;
  }

  @Override
  public Optional<CriticEnsemble> critics() {
    return Optional.of(critics);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    actor.save(out);
    critics.save(out);
    temperature.save(out);
    out.writeLong(random.state());
    for (int member : members) out.writeInt(member);
    out.writeLong(updates);
    sight.save(out);
  }

  @Override
  public void load(DataInput in) throws IOException {
    actor.load(in);
    critics.load(in);
    temperature.load(in);
    random.restore(in.readLong());
    for (int i = 0; i < members.length; i++) members[i] = in.readInt();
    updates = in.readLong();
    sight.load(in);
  }

  @Override
  public void close() {
    engine.close();
  }
}
