package reins.learner.backend.fused;

import java.util.random.RandomGenerator;
import reins.learner.backend.ActorNetwork;
import reins.learner.backend.CriticEnsemble;
import reins.learner.backend.Engine;
import reins.learner.backend.NetworkSpec;
import reins.learner.backend.Workers;

/** The default engine: hand-written gradients on OpenBLAS, members spread over a few threads. */
public final class FusedEngine implements Engine {
  private final Workers workers;
  private final FusedActor actor;
  private final FusedCritics critics;

  /** Fresh networks; the same random numbers give the same networks on any number of threads. */
  public FusedEngine(NetworkSpec spec, RandomGenerator random, int threads) {
    workers = new Workers(threads);
    actor = new FusedActor(spec, random, workers);
    critics = new FusedCritics(spec, random, workers);
  }

  @Override
  public ActorNetwork actor() {
    return actor;
  }

  @Override
  public CriticEnsemble critics() {
    return critics;
  }

  @Override
  public void close() {
    workers.close();
  }
}
