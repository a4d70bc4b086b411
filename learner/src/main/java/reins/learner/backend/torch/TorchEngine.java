package reins.learner.backend.torch;

import java.util.random.RandomGenerator;
import reins.learner.backend.ActorNetwork;
import reins.learner.backend.CriticEnsemble;
import reins.learner.backend.Engine;
import reins.learner.backend.NetworkSpec;
import reins.learner.backend.Workers;

/** The reference engine: libtorch's autograd, ensemble groups on a few Java threads. */
public final class TorchEngine implements Engine {
  private final Workers workers;
  private final TorchActor actor;
  private final TorchCritics critics;

  /** Fresh networks; the same random numbers give the same networks as the fused engine's. */
  public TorchEngine(NetworkSpec spec, RandomGenerator random, int threads) {
    workers = new Workers(threads);
    actor = new TorchActor(spec, random);
    critics = new TorchCritics(spec, random, workers);
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
