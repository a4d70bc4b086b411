package reins.learner.backend.torch;

import java.util.random.RandomGenerator;
import reins.contract.config.ConfigException;
import reins.learner.backend.ConvShape;
import reins.learner.backend.CriticEnsemble;
import reins.learner.backend.Engine;
import reins.learner.backend.ImageEncoder;
import reins.learner.backend.LaggedNetwork;
import reins.learner.backend.MlpShape;
import reins.learner.backend.Network;
import reins.learner.backend.NetworkSpec;
import reins.learner.backend.Workers;

/**
 * The reference engine: libtorch's autograd, on the processor with groups of the ensemble on a few
 * Java threads, or on a graphics card.
 */
public final class TorchEngine implements Engine {
  private final TorchDevice device;
  private final NetworkSpec spec;
  private final RandomGenerator random;
  private final Workers workers;
  private final TorchNetwork actor;
  private final TorchCritics critics;

  /** Fresh networks; the same random numbers give the same networks as the fused engine's. */
  public TorchEngine(NetworkSpec spec, RandomGenerator random, int threads, TorchDevice device) {
    this.device = device;
    this.spec = spec;
    this.random = random;
    workers = new Workers(device.isWide() ? 1 : threads);
    actor = new TorchNetwork(device, spec.actorShape(), spec.batch(), spec.actorLr(), random);
    critics = new TorchCritics(device, spec, random, workers);
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
    return new TorchLaggedNetwork(device, shape, spec.batch(), lr, spec.tau(), random);
  }

  /** Errors: {@link ConfigException}: this engine has none. */
  @Override
  public ImageEncoder encoder(ConvShape shape, float[] scale, double lr) {
    throw new ConfigException(
        "cameras: the torch engine sees no pictures: expected the fused engine on the cpu");
  }

  @Override
  public void close() {
    workers.close();
  }
}
