package reins.learner.backend.torch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import reins.learner.backend.CriticEnsemble;
import reins.learner.backend.MlpShape;
import reins.learner.backend.NetworkSpec;
import reins.learner.backend.Workers;

/** The critic ensemble in libtorch, cut into one group of members for each thread. */
final class TorchCritics implements CriticEnsemble {
  private final NetworkSpec spec;
  private final MlpShape shape;
  private final Workers workers;
  private final TorchMlp[] groups;
  private final Scalar tau;
  private final float[][] values; // [group or draw][B]
  private final float[][] slopes; // [group][B, O + A]
  private final double[] losses; // [group]

  TorchCritics(NetworkSpec spec, RandomGenerator random, Workers workers) {
    this.spec = spec;
    this.shape = spec.criticShape();
    this.workers = workers;
    tau = new Scalar(spec.tau());
    float[][] initial = new float[spec.critics()][];
    Arrays.setAll(initial, i -> shape.initial(random));
    groups = new TorchMlp[Math.min(workers.threads(), spec.critics())];
    for (int g = 0; g < groups.length; g++)
      groups[g] =
          new TorchMlp(shape, Arrays.copyOfRange(initial, start(g), start(g + 1)), spec.criticLr());
    values = new float[spec.critics()][spec.batch()];
    slopes = new float[groups.length][spec.batch() * shape.in()];
    losses = new double[groups.length];
  }

  private int start(int group) {
    return group * spec.critics() / groups.length;
  }

  private int groupOf(int member) {
    int g = 0;
    while (start(g + 1) <= member) g++;
    return g;
  }

  @Override
  public void targetMin(float[] obs, float[] action, int[] members, float[] q) {
    workers.run(
        members.length,
        (worker, i) -> {
          try (var _ = new PointerScope()) {
            int g = groupOf(members[i]);
            groups[g]
                .forwardTarget(members[i] - start(g), join(obs, action))
                .data_ptr_float()
                .get(values[i]);
          }
        });
    System.arraycopy(values[0], 0, q, 0, q.length);
    for (int i = 1; i < members.length; i++)
      for (int b = 0; b < q.length; b++) q[b] = Math.min(q[b], values[i][b]);
  }

  @Override
  public double fit(float[] obs, float[] action, float[] y) {
    workers.run(
        groups.length,
        (worker, g) -> {
          try (var _ = new PointerScope()) {
            Tensor error =
                groups[g].forward(join(obs, action)).sub(Tensor.create(y, 1, y.length, 1));
            // 1/(E B) sum over this group's members and all rows
            Tensor loss =
                error.mul(error).sum().div(new Scalar((double) spec.critics() * y.length));
            loss.backward();
            groups[g].step();
            losses[g] = loss.item_float();
          }
        });
    return Arrays.stream(losses).sum();
  }

  @Override
  public void follow() {
    workers.run(
        groups.length,
        (worker, g) -> {
          try (var _ = new PointerScope()) {
            groups[g].follow(tau);
          }
        });
  }

  @Override
  public void meanQ(float[] obs, float[] action, float[] q, float[] dq) {
    workers.run(
        groups.length,
        (worker, g) -> {
          try (var _ = new PointerScope()) {
            Tensor x = join(obs, action).requires_grad_(true);
            Tensor sum = groups[g].forward(x).sum(new long[] {0});
            sum.sum().backward();
            sum.contiguous().data_ptr_float().get(values[g]);
            x.grad().contiguous().data_ptr_float().get(slopes[g]);
            groups[g].dropGradients();
          }
        });
    Arrays.fill(q, 0f);
    Arrays.fill(dq, 0f);
    int a = spec.actionDim();
    for (int g = 0; g < groups.length; g++)
      for (int b = 0; b < q.length; b++) {
        q[b] += values[g][b] / spec.critics();
        for (int j = 0; j < a; j++)
          dq[b * a + j] += slopes[g][b * shape.in() + spec.obsDim() + j] / spec.critics();
      }
  }

  /** [B, O + A] */
  private Tensor join(float[] obs, float[] action) {
    Tensor o = Tensor.create(obs, spec.batch(), spec.obsDim());
    Tensor a = Tensor.create(action, spec.batch(), spec.actionDim());
    return torch.hstack(new org.bytedeco.pytorch.TensorVector(o, a));
  }

  @Override
  public float[] parameters(int member) {
    try (var _ = new PointerScope()) {
      int g = groupOf(member);
      return groups[g].parameters(member - start(g));
    }
  }

  @Override
  public MlpShape shape() {
    return shape;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    try (var _ = new PointerScope()) {
      for (TorchMlp group : groups)
        for (int n = 0; n < group.networks(); n++) group.save(out, n, true);
    }
  }

  @Override
  public void load(DataInput in) throws IOException {
    try (var _ = new PointerScope()) {
      for (TorchMlp group : groups)
        for (int n = 0; n < group.networks(); n++) group.load(in, n, true);
    }
  }
}
