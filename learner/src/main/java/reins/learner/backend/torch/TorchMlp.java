package reins.learner.backend.torch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import reins.learner.backend.MlpShape;
import reins.learner.backend.Persistent;

/**
 * A few perceptrons of one shape as batched tensors, with their Adam and their target copies.
 *
 * <p>Shapes: N networks, B rows. Threads: one at a time.
 */
final class TorchMlp {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final Scalar KEEP1 = new Scalar(BETA1);
  private static final Scalar KEEP2 = new Scalar(BETA2);
  private static final Scalar ADD1 = new Scalar(1 - BETA1);
  private static final Scalar ADD2 = new Scalar(1 - BETA2);
  private static final Scalar ADAM_EPSILON = new Scalar(1e-8);
  private static final Scalar NORM_EPSILON = new Scalar((double) MlpShape.LAYER_NORM_EPSILON);
  private static final ScalarTypeOptional SAME_TYPE = new ScalarTypeOptional();

  static {
    torch.set_num_threads(1); // its pools collapse beside anything else on the machine
    openblas.blas_set_num_threads(1);
  }

  private final TorchDevice device;
  private final MlpShape shape;
  private final int perHidden; // blocks: W, b and, with layer norm, gamma, beta
  private final int networks;
  private final double lr;
  private final Tensor[] theta; // [N, ...] in the order of the flat layout
  private final Tensor[] target;
  private final Tensor[] m;
  private final Tensor[] v;
  private long steps;

  /** Networks with the given flat parameters, the targets equal to them. */
  TorchMlp(TorchDevice device, MlpShape shape, float[][] initial, double lr) {
    this.device = device;
    this.shape = shape;
    this.perHidden = shape.layerNorm() ? 4 : 2;
    this.networks = initial.length;
    this.lr = lr;
    int blocks = perHidden * shape.hidden().length + 2;
    theta = new Tensor[blocks];
    target = new Tensor[blocks];
    m = new Tensor[blocks];
    v = new Tensor[blocks];
    for (int i = 0; i < blocks; i++) {
      theta[i] = block(initial, i).requires_grad_(true);
      target[i] = block(initial, i);
      m[i] = torch.zeros_like(target[i]);
      v[i] = torch.zeros_like(target[i]);
    }
  }

  private Tensor block(float[][] flat, int block) {
    int length = length(block);
    float[] values = new float[networks * length];
    for (int n = 0; n < networks; n++)
      System.arraycopy(flat[n], offset(block), values, n * length, length);
    int layer = block / perHidden;
    boolean weight = block % perHidden == 0;
    return weight
        ? device.tensor(values, networks, shape.fanOut(layer), shape.fanIn(layer))
        : device.tensor(values, networks, 1, shape.fanOut(layer));
  }

  private int offset(int block) {
    int layer = block / perHidden;
    return switch (block % perHidden) {
      case 0 -> shape.weight(layer);
      case 1 -> shape.bias(layer);
      case 2 -> shape.gamma(layer);
      default -> shape.beta(layer);
    };
  }

  private int length(int block) {
    int layer = block / perHidden;
    return block % perHidden == 0 ? shape.fanIn(layer) * shape.fanOut(layer) : shape.fanOut(layer);
  }

  int networks() {
    return networks;
  }

  /**
   * Outputs of all networks, differentiable.
   *
   * @param x [B, in]
   * @return [N, B, out]
   */
  Tensor forward(Tensor x) {
    return forward(theta, x.unsqueeze(0).expand(networks, x.size(0), x.size(1)));
  }

  /** Outputs of one network's target copy: [1, B, out]. */
  Tensor forwardTarget(int network, Tensor x) {
    Tensor[] one = new Tensor[target.length];
    for (int i = 0; i < one.length; i++) one[i] = target[i].narrow(0, network, 1);
    return forward(one, x.unsqueeze(0));
  }

  private Tensor forward(Tensor[] p, Tensor x) {
    Tensor h = x;
    for (int l = 0; l < shape.hidden().length; l++) {
      int at = perHidden * l;
      Tensor z = torch.baddbmm(p[at + 1], h, p[at].transpose(1, 2));
      h = (shape.layerNorm() ? norm(z, p[at + 2], p[at + 3]) : z).relu();
    }
    int last = perHidden * shape.hidden().length;
    return torch.baddbmm(p[last + 1], h, p[last].transpose(1, 2));
  }

  /** {@code gamma (z - mean) / sqrt(var + eps) + beta} of every row. */
  private static Tensor norm(Tensor z, Tensor gamma, Tensor beta) {
    Tensor centred = z.sub(z.mean(new long[] {-1}, true, SAME_TYPE));
    Tensor variance = centred.mul(centred).mean(new long[] {-1}, true, SAME_TYPE);
    Tensor xhat = centred.mul(variance.add(NORM_EPSILON).rsqrt());
    return torch.addcmul(beta, gamma, xhat);
  }

  /** One Adam step along the gradients that a backward pass left. */
  void step() {
    steps++;
    try (var _ = new NoGradGuard();
        Scalar rate = new Scalar(-lr / (1 - Math.pow(BETA1, steps)));
        Scalar scale = new Scalar(1 / Math.sqrt(1 - Math.pow(BETA2, steps)))) {
      for (int i = 0; i < theta.length; i++) {
        Tensor g = gradient(i);
        m[i].mul_(KEEP1).add_(g.mul(ADD1));
        v[i].mul_(KEEP2).add_(g.mul(g).mul_(ADD2));
        theta[i].addcdiv_(m[i], v[i].sqrt().mul_(scale).add_(ADAM_EPSILON), rate);
        g.zero_();
      }
    }
  }

  /** What the backward passes left of a block's gradient; zeros before the first. */
  Tensor gradient(int block) {
    Tensor g = theta[block].grad();
    return g.defined() ? g : torch.zeros_like(target[block]);
  }

  /** The first of the two blocks of the last layer. */
  int head() {
    return theta.length - 2;
  }

  /** Forgets gradients, where a pass was only after those by the inputs. */
  void dropGradients() {
    for (int i = 0; i < theta.length; i++) gradient(i).zero_();
  }

  /** {@code target <- target + tau (theta - target)}. */
  void follow(Scalar tau) {
    try (var _ = new NoGradGuard()) {
      for (int i = 0; i < theta.length; i++) target[i].lerp_(theta[i], tau);
    }
  }

  /** One network's parameters, flat. */
  float[] parameters(int network) {
    return flat(theta, network);
  }

  private float[] flat(Tensor[] blocks, int network) {
    float[] flat = new float[shape.parameters()];
    for (int i = 0; i < blocks.length; i++) {
      float[] block = new float[length(i)];
      device.read(blocks[i].narrow(0, network, 1), block);
      System.arraycopy(block, 0, flat, offset(i), block.length);
    }
    return flat;
  }

  private void restore(Tensor[] blocks, int network, float[] flat) {
    try (var _ = new NoGradGuard()) {
      for (int i = 0; i < blocks.length; i++) {
        float[] block = Arrays.copyOfRange(flat, offset(i), offset(i) + length(i));
        Tensor place = blocks[i].narrow(0, network, 1);
        place.copy_(device.tensor(block, block.length).view_as(place));
      }
    }
  }

  /** Writes one network as the fused engine does, so that each reads the other's checkpoints. */
  void save(DataOutput out, int network, boolean withTarget) throws IOException {
    Persistent.write(out, flat(theta, network));
    Persistent.write(out, flat(m, network));
    Persistent.write(out, flat(v, network));
    out.writeLong(steps);
    if (withTarget) Persistent.write(out, flat(target, network));
  }

  /** Reads what {@link #save} wrote. */
  void load(DataInput in, int network, boolean withTarget) throws IOException {
    float[] flat = new float[shape.parameters()];
    Persistent.read(in, flat, "parameters");
    restore(theta, network, flat);
    Persistent.read(in, flat, "first moments");
    restore(m, network, flat);
    Persistent.read(in, flat, "second moments");
    restore(v, network, flat);
    steps = in.readLong();
    if (withTarget) {
      Persistent.read(in, flat, "target");
      restore(target, network, flat);
    }
  }
}
