package reins.learner.backend.torch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.random.RandomGenerator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import reins.learner.backend.MlpShape;
import reins.learner.backend.Network;

/** A network in libtorch; a step computes the forward pass again, for its graph. */
class TorchNetwork implements Network {
  final TorchDevice device;
  private final MlpShape shape;
  final TorchMlp mlp;
  private final float[] obs; // [B, O] of the last forward
  private final int rows;

  TorchNetwork(TorchDevice device, MlpShape shape, int rows, double lr, RandomGenerator random) {
    this.device = device;
    this.shape = shape;
    this.rows = rows;
    mlp = new TorchMlp(device, shape, new float[][] {shape.initial(random)}, lr);
    obs = new float[rows * shape.in()];
  }

  @Override
  public void forward(float[] newObs, float[] out) {
    System.arraycopy(newObs, 0, obs, 0, obs.length);
    try (var _ = new PointerScope()) {
      device.read(mlp.forward(device.tensor(obs, rows, shape.in())), out);
    }
  }

  @Override
  public void step(float[] dOut, float[] dObs) {
    try (var _ = new PointerScope()) {
      Tensor x = device.tensor(obs, rows, shape.in()).requires_grad_(dObs != null);
      mlp.forward(x).mul(device.tensor(dOut, 1, rows, shape.out())).sum().backward();
      if (dObs != null) device.read(x.grad(), dObs);
      mlp.step();
    }
  }

  @Override
  public void idle() {
    try (var _ = new PointerScope()) {
      mlp.dropGradients();
      mlp.step();
    }
  }

  @Override
  public float[] parameters() {
    try (var _ = new PointerScope()) {
      return mlp.parameters(0);
    }
  }

  @Override
  public MlpShape shape() {
    return shape;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    try (var _ = new PointerScope()) {
      mlp.save(out, 0, false);
    }
  }

  @Override
  public void load(DataInput in) throws IOException {
    try (var _ = new PointerScope()) {
      mlp.load(in, 0, false);
    }
  }
}
