package reins.learner.algo.bc;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import reins.learner.algo.Agent;
import reins.learner.algo.SquashedGaussian;
import reins.learner.algo.UpdateStats;
import reins.learner.backend.ActorNetwork;
import reins.learner.backend.Engine;
import reins.learner.replay.Batch;
import reins.learner.replay.SeededRandom;

/**
 * Behaviour cloning: the squared error of the deterministic action, which a saturated demonstration
 * cannot blow up as it would a likelihood; the standard deviation is fitted beside it to what the
 * mean leaves over, so that the policy can be drawn from as well.
 *
 * <p>Threads: one caller.
 */
public final class BehaviorCloning implements Agent {
  /** A saturated demonstration counts as this much, so that its inverse tanh is finite. */
  private static final double ACTION_MAX = 0.99;

  private final Engine engine;
  private final ActorNetwork actor;
  private final SquashedGaussian policy;
  private final int actionDim;
  private final float[] dOut; // [B, 2A]
  private volatile long updates; // read by status requests

  /** Takes over the engine and closes it. */
  public BehaviorCloning(Engine engine, int rows) {
    this.engine = engine;
    actor = engine.actor();
    actionDim = actor.shape().out() / 2;
    policy = new SquashedGaussian(actor, rows, new SeededRandom(0));
    dOut = new float[rows * actor.shape().out()];
  }

  @Override
  public UpdateStats update(Batch[] batches) {
    Map<String, Double> stats = new LinkedHashMap<>();
    for (Batch batch : batches) stats.put("bc_loss", updateActor(batch));
    return new UpdateStats(updates, stats);
  }

  private double updateActor(Batch batch) {
    policy.forward(batch.obs());
    double squares = 0;
    double scale = 1.0 / (batch.rows() * actionDim);
    for (int b = 0; b < batch.rows(); b++)
      for (int j = 0; j < actionDim; j++) {
        double a = batch.action()[b * actionDim + j];
        // L(mu) = 1/(B A) sum (tanh(mu) - a)^2
        double mode = Math.tanh(policy.mu(b, j));
        double error = mode - a;
        squares += error * error;
        dOut[2 * b * actionDim + j] = (float) (2 * scale * error * (1 - mode * mode));
        // L(std) = 1/(B A) sum (log std + (atanh(a) - mu)^2 / (2 std^2)), mu held
        double u = atanh(Math.clamp(a, -ACTION_MAX, ACTION_MAX));
        double z = (u - policy.mu(b, j)) * Math.exp(-policy.logStd(b, j));
        dOut[(2 * b + 1) * actionDim + j] =
            policy.clamped(b, j) ? 0 : (float) (scale * (1 - z * z));
      }
    actor.step(dOut);
    updates++;
    return squares * scale;
  }

  private static double atanh(double a) {
    return 0.5 * Math.log((1 + a) / (1 - a));
  }

  @Override
  public long updates() {
    return updates;
  }

  @Override
  public ActorNetwork actor() {
    return actor;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    actor.save(out);
    out.writeLong(updates);
  }

  @Override
  public void load(DataInput in) throws IOException {
    actor.load(in);
    updates = in.readLong();
  }

  @Override
  public void close() {
    engine.close();
  }
}
