package reins.learner.backend.fused;

import java.util.random.RandomGenerator;
import reins.learner.backend.LaggedNetwork;
import reins.learner.backend.MlpShape;
import reins.learner.backend.Workers;

/** A network and its slow copy. */
final class FusedLaggedNetwork extends FusedNetwork implements LaggedNetwork {
  private final LaggedParameters parameters;

  FusedLaggedNetwork(
      MlpShape shape, int rows, double lr, double tau, RandomGenerator random, Workers workers) {
    this(shape, rows, new LaggedParameters(shape.initial(random), lr, tau), workers);
  }

  private FusedLaggedNetwork(
      MlpShape shape, int rows, LaggedParameters parameters, Workers workers) {
    super(shape, rows, parameters, workers);
    this.parameters = parameters;
  }

  @Override
  public void forwardTarget(float[] obs, float[] out) {
    forward(parameters.slow(), obs, out);
  }

  @Override
  public void follow() {
    parameters.follow();
  }
}
