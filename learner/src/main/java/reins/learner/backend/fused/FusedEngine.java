package reins.learner.backend.fused;

import java.util.random.RandomGenerator;
import reins.learner.backend.ConvShape;
import reins.learner.backend.CriticEnsemble;
import reins.learner.backend.Engine;
import reins.learner.backend.ImageEncoder;
import reins.learner.backend.LaggedNetwork;
import reins.learner.backend.MlpShape;
import reins.learner.backend.Network;
import reins.learner.backend.NetworkSpec;
import reins.learner.backend.Workers;

/** The default engine: hand-written gradients on OpenBLAS, members spread over a few threads. */
public final class FusedEngine implements Engine {
  private final NetworkSpec spec;
  private final RandomGenerator random;
  private final Workers workers;
  private final FusedNetwork actor;
  private final FusedCritics critics;

  /** Fresh networks; the same random numbers give the same networks on any number of threads. */
  public FusedEngine(NetworkSpec spec, RandomGenerator random, int threads) {
    this.spec = spec;
    this.random = random;
    workers = new Workers(threads);
    actor = new FusedNetwork(spec.actorShape(), spec.batch(), spec.actorLr(), random, workers);
    critics = new FusedCritics(spec, random, workers);
  }

  @Override
  public Network actor() {
    return actor;
  }

  @Override
  public CriticEnsemble critics() {
    return critics;
  }

  @Override
  public LaggedNetwork network(MlpShape shape, double lr) {
    return new FusedLaggedNetwork(shape, spec.batch(), lr, spec.tau(), random, workers);
  }

  @Override
  public ImageEncoder encoder(ConvShape shape, float[] scale, double lr) {
    return new FusedEncoder(shape, scale, spec.batch(), lr, spec.tau(), random, workers);
  }

  @Override
  public void close() {
    workers.close();
  }
}
