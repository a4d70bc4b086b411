package reins.learner.backend.torch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.random.RandomGenerator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import reins.learner.backend.LaggedNetwork;
import reins.learner.backend.MlpShape;

/** A network and its slow copy in libtorch. */
final class TorchLaggedNetwork extends TorchNetwork implements LaggedNetwork {
  private final Scalar tau;
  private final int rows;

  TorchLaggedNetwork(
      TorchDevice device, MlpShape shape, int rows, double lr, double tau, RandomGenerator random) {
    super(device, shape, rows, lr, random);
    this.rows = rows;
    this.tau = new Scalar(tau);
  }

  @Override
  public void forwardTarget(float[] obs, float[] out) {
    try (var _ = new PointerScope()) {
      device.read(mlp.forwardTarget(0, device.tensor(obs, rows, shape().in())), out);
    }
  }

  @Override
  public void follow() {
    try (var _ = new PointerScope()) {
      mlp.follow(tau);
    }
  }

  @Override
  public void save(DataOutput out) throws IOException {
    try (var _ = new PointerScope()) {
      mlp.save(out, 0, true);
    }
  }

  @Override
  public void load(DataInput in) throws IOException {
    try (var _ = new PointerScope()) {
      mlp.load(in, 0, true);
    }
  }
}
