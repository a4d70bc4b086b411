package reins.learner.backend.fused;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.random.RandomGenerator;
import reins.learner.backend.LaggedNetwork;
import reins.learner.backend.MlpShape;
import reins.learner.backend.Persistent;
import reins.learner.backend.Workers;

/** A network and its slow copy. */
final class FusedLaggedNetwork extends FusedNetwork implements LaggedNetwork {
  private final float tau;
  private final float[] target;

  FusedLaggedNetwork(
      MlpShape shape, int rows, double lr, double tau, RandomGenerator random, Workers workers) {
    super(shape, rows, lr, random, workers);
    this.tau = (float) tau;
    target = parameters.theta.clone();
  }

  @Override
  public void forwardTarget(float[] obs, float[] out) {
    forward(target, obs, out);
  }

  @Override
  public void follow() {
    parameters.pull(target, tau);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    super.save(out);
    Persistent.write(out, target);
  }

  @Override
  public void load(DataInput in) throws IOException {
    super.load(in);
    Persistent.read(in, target, "target network");
  }
}
