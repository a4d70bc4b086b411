package reins.learner.algo.bc;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import reins.learner.algo.ActionRegression;
import reins.learner.algo.Agent;
import reins.learner.algo.Sight;
import reins.learner.algo.SquashedGaussian;
import reins.learner.algo.UpdateStats;
import reins.learner.backend.Engine;
import reins.learner.backend.Network;
import reins.learner.replay.Batch;
import reins.learner.replay.SeededRandom;

/**
 * Behaviour cloning: imitation of everything in its batches.
 *
 * <p>Threads: one caller.
 */
public final class BehaviorCloning implements Agent {
  private final Engine engine;
  private final Sight sight;
  private final Network actor;
  private final ActionRegression regression;
  private final double[] weight; // [B]
  private final float[] dOut; // [B, 2A]
  private volatile long updates; // read by status requests

  /** Takes over the engine and closes it. */
  public BehaviorCloning(Engine engine, Sight sight, int rows) {
    this.engine = engine;
    this.sight = sight;
    actor = engine.actor();
    regression =
        new ActionRegression(
            new SquashedGaussian(actor, rows, new SeededRandom(0)), actor.shape().out() / 2);
    weight = new double[rows];
    Arrays.fill(weight, 1);
    dOut = new float[rows * actor.shape().out()];
  }

  @Override
  public UpdateStats update(Batch[] batches) {
    Map<String, Double> stats = new LinkedHashMap<>();
    for (Batch batch : batches) stats.put("bc_loss", updateActor(batch));
    return new UpdateStats(updates, stats);
  }

  private double updateActor(Batch batch) {
    // L(theta) = 1/(B A) sum (tanh(mu(s)) - a)^2
    double loss = regression.gradient(sight.now(batch), weight, dOut);
    sight.step(actor, dOut);
    updates++;
    return loss;
  }

  @Override
  public long updates() {
    return updates;
  }

  @Override
  public Network actor() {
    return actor;
  }

  /** HG-DAgger's novice acts by its mean: Kelly et al. 2019, algorithm 1. */
  @Override
  public boolean explores() {
    return false;
  }

  @Override
  public Sight sight() {
    return sight;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    actor.save(out);
    out.writeLong(updates);
    sight.save(out);
  }

  @Override
  public void load(DataInput in) throws IOException {
    actor.load(in);
    updates = in.readLong();
    sight.load(in);
  }

  @Override
  public void close() {
    engine.close();
  }
}
