package reins.learner.algo.iql;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import reins.learner.algo.ActionRegression;
import reins.learner.algo.Agent;
import reins.learner.algo.SquashedGaussian;
import reins.learner.algo.UpdateStats;
import reins.learner.backend.CriticEnsemble;
import reins.learner.backend.Engine;
import reins.learner.backend.Network;
import reins.learner.backend.NetworkSpec;
import reins.learner.replay.Batch;
import reins.learner.replay.SeededRandom;

/**
 * Implicit Q-learning: no value is ever asked of an action that is not in the data.
 *
 * <p>Symbols: V value, q_i critics, qbar_i their slow copies, tau expectile, beta inverse
 * temperature, gamma discount, m mask.
 *
 * <p>Threads: one caller.
 *
 * <p>Source: Kostrikov et al. 2021, equations 5 to 7; the order of the three steps is that of
 * implicit_q_learning/learner.py.
 */
final class IqlAgent implements Agent {
  private final Iql.Settings settings;
  private final double discount;
  private final Engine engine;
  private final Network actor;
  private final Network value;
  private final CriticEnsemble critics;
  private final ActionRegression regression;
  private final int[] all; // [E]
  private final float[] q; // [B]
  private final float[] v; // [B]
  private final float[] y; // [B]
  private final float[] dv; // [B]
  private final double[] weight; // [B]
  private final float[] dOut; // [B, 2A]
  private volatile long updates; // read by status requests

  IqlAgent(
      Iql.Settings settings, double discount, Engine engine, Network value, NetworkSpec networks) {
    this.settings = settings;
    this.discount = discount;
    this.engine = engine;
    this.value = value;
    actor = engine.actor();
    critics = engine.critics();
    int rows = networks.batch();
    regression =
        new ActionRegression(
            new SquashedGaussian(actor, rows, new SeededRandom(0)), networks.actionDim());
    all = new int[networks.critics()];
    for (int i = 0; i < all.length; i++) all[i] = i;
    q = new float[rows];
    v = new float[rows];
    y = new float[rows];
    dv = new float[rows];
    weight = new double[rows];
    dOut = new float[rows * actor.shape().out()];
  }

  @Override
  public UpdateStats update(Batch[] batches) {
    Map<String, Double> stats = new LinkedHashMap<>();
    for (Batch batch : batches) {
      updateValue(batch, stats);
      updateActor(batch, stats);
      updateCritic(batch, stats);
      updates++;
    }
    return new UpdateStats(updates, stats);
  }

  private void updateValue(Batch batch, Map<String, Double> stats) {
    // u = min_i qbar_i(s, a) - V(s)
    critics.targetMin(batch.obs(), batch.action(), all, q);
    value.forward(batch.obs(), v);
    double loss = 0;
    for (int b = 0; b < v.length; b++) {
      double u = q[b] - v[b];
      // L(psi) = 1/B sum_b |tau - [u_b < 0]| u_b^2
      double side = u < 0 ? 1 - settings.expectile() : settings.expectile();
      loss += side * u * u / v.length;
      dv[b] = (float) (-2 * side * u / v.length);
    }
    value.step(dv);
    stats.put("value_loss", loss);
    stats.put("value_mean", mean(v));
  }

  private void updateActor(Batch batch, Map<String, Double> stats) {
    value.forward(batch.obs(), v);
    double advantage = 0;
    double weights = 0;
    for (int b = 0; b < v.length; b++) {
      double a = q[b] - v[b];
      // w = min(exp(beta (min_i qbar_i(s, a) - V(s))), w_max)
      weight[b] = Math.min(Math.exp(settings.inverse_temperature() * a), settings.weight_max());
      advantage += a / v.length;
      weights += weight[b] / v.length;
    }
    // L(theta) = 1/(B A) sum w (tanh(mu(s)) - a)^2
    stats.put("actor_loss", regression.gradient(batch, weight, dOut));
    actor.step(dOut);
    stats.put("advantage_mean", advantage);
    stats.put("weight_mean", weights);
  }

  private void updateCritic(Batch batch, Map<String, Double> stats) {
    value.forward(batch.nextObs(), v);
    // y = r + gamma m V(s')
    for (int b = 0; b < y.length; b++)
      y[b] = (float) (batch.reward()[b] + discount * batch.mask()[b] * v[b]);
    // L(phi) = 1/(E B) sum_i sum_b (q_i(s_b, a_b) - y_b)^2
    stats.put("critic_loss", critics.fit(batch.obs(), batch.action(), y));
    stats.put("target_mean", mean(y));
    // phibar <- phibar + tau (phi - phibar)
    critics.follow();
  }

  private static double mean(float[] values) {
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
  public Optional<CriticEnsemble> critics() {
    return Optional.of(critics);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    actor.save(out);
    critics.save(out);
    value.save(out);
    out.writeLong(updates);
  }

  @Override
  public void load(DataInput in) throws IOException {
    actor.load(in);
    critics.load(in);
    value.load(in);
    updates = in.readLong();
  }

  @Override
  public void close() {
    engine.close();
  }
}
