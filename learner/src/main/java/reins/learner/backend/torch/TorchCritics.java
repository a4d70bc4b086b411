package reins.learner.backend.torch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import reins.learner.backend.CriticEnsemble;
import reins.learner.backend.MlpShape;
import reins.learner.backend.NetworkSpec;
import reins.learner.backend.Workers;

/** The critic ensemble in libtorch, cut into one group of members for each thread. */
final class TorchCritics implements CriticEnsemble {
  private final TorchDevice device;
  private final NetworkSpec spec;
  private final MlpShape shape;
  private final Workers workers;
  private final TorchMlp[] groups;
  private final Scalar tau;
  private final float[][] values; // [group or draw][B]
  private final float[][] slopes; // [group][B, O + A]
  private final double[] losses; // [group]

  TorchCritics(TorchDevice device, NetworkSpec spec, RandomGenerator random, Workers workers) {
    this.device = device;
    this.spec = spec;
    this.shape = spec.criticShape();
    this.workers = workers;
    tau = new Scalar(spec.tau());
    float[][] initial = new float[spec.critics()][];
    Arrays.setAll(initial, i -> shape.initial(random));
    if (spec.sharedHead()) shareHead(initial);
    groups = new TorchMlp[Math.min(workers.threads(), spec.critics())];
    for (int g = 0; g < groups.length; g++)
      groups[g] =
          new TorchMlp(
              device, shape, Arrays.copyOfRange(initial, start(g), start(g + 1)), spec.criticLr());
    values = new float[spec.critics()][spec.batch()];
    slopes = new float[groups.length][spec.batch() * shape.in()];
    losses = new double[groups.length];
  }

  private void shareHead(float[][] initial) {
    int head = shape.weight(shape.hidden().length);
    for (float[] theta : initial)
      System.arraycopy(initial[0], head, theta, head, theta.length - head);
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
            device.read(
                groups[g].forwardTarget(members[i] - start(g), join(obs, action)), values[i]);
          }
        });
    System.arraycopy(values[0], 0, q, 0, q.length);
    for (int i = 1; i < members.length; i++)
      for (int b = 0; b < q.length; b++) q[b] = Math.min(q[b], values[i][b]);
  }

  @Override
  public double fit(float[] obs, float[] action, float[] y, float[] dObs) {
    workers.run(
        groups.length,
        (worker, g) -> {
          try (var _ = new PointerScope()) {
            Tensor x = join(obs, action).requires_grad_(dObs != null);
            Tensor error = groups[g].forward(x).sub(device.tensor(y, 1, y.length, 1));
            // 1/(E B) sum over this group's members and all rows
            Tensor loss =
                error.mul(error).sum().div(new Scalar((double) spec.critics() * y.length));
            loss.backward();
            losses[g] = loss.item_float();
            if (dObs != null) device.read(x.grad(), slopes[g]);
          }
        });
    if (dObs != null) sumOfSlopes(dObs);
    step();
    return Arrays.stream(losses).sum();
  }

  private void sumOfSlopes(float[] dObs) {
    int o = spec.obsDim();
    Arrays.fill(dObs, 0f);
    for (float[] slope : slopes)
      for (int b = 0; b < spec.batch(); b++)
        for (int j = 0; j < o; j++) dObs[b * o + j] += slope[b * shape.in() + j];
  }

  @Override
  public void values(float[] obs, float[] action, float[][] q) {
    workers.run(
        groups.length,
        (worker, g) -> {
          try (var _ = new PointerScope()) {
            float[] all = new float[groups[g].networks() * spec.batch()];
            device.read(groups[g].forward(join(obs, action)), all);
            for (int n = 0; n < groups[g].networks(); n++)
              System.arraycopy(all, n * spec.batch(), q[start(g) + n], 0, spec.batch());
          }
        });
  }

  @Override
  public void accumulate(float[] obs, float[] action, float[][] dq) {
    workers.run(
        groups.length,
        (worker, g) -> {
          try (var _ = new PointerScope()) {
            float[] weights = new float[groups[g].networks() * spec.batch()];
            for (int n = 0; n < groups[g].networks(); n++)
              System.arraycopy(dq[start(g) + n], 0, weights, n * spec.batch(), spec.batch());
            groups[g]
                .forward(join(obs, action))
                .mul(device.tensor(weights, groups[g].networks(), spec.batch(), 1))
                .sum()
                .backward();
          }
        });
  }

  @Override
  public void step() {
    if (spec.sharedHead()) tieHeads();
    workers.run(
        groups.length,
        (worker, g) -> {
          try (var _ = new PointerScope()) {
            groups[g].step();
          }
        });
  }

  /** The last layer is one and the same for all members: it follows the sum of their gradients. */
  private void tieHeads() {
    try (var _ = new PointerScope();
        var _ = new NoGradGuard()) {
      for (int block = groups[0].head(); block < groups[0].head() + 2; block++) {
        Tensor sum = groups[0].gradient(block).sum(new long[] {0}, true, new ScalarTypeOptional());
        for (int g = 1; g < groups.length; g++)
          sum =
              sum.add(
                  groups[g].gradient(block).sum(new long[] {0}, true, new ScalarTypeOptional()));
        for (TorchMlp group : groups)
          group.gradient(block).copy_(sum.expand_as(group.gradient(block)));
      }
    }
  }

  @Override
  public void idle() {
    workers.run(
        groups.length,
        (worker, g) -> {
          try (var _ = new PointerScope()) {
            groups[g].dropGradients();
            groups[g].step();
          }
        });
  }

  @Override
  public void minQ(float[] obs, float[] action, float[] q, float[] dq) {
    float[][] each = new float[spec.critics()][spec.batch()];
    float[][] slope = new float[groups.length][];
    values(obs, action, each);
    int[] least = new int[spec.batch()];
    for (int b = 0; b < q.length; b++) {
      for (int i = 1; i < each.length; i++) if (each[i][b] < each[least[b]][b]) least[b] = i;
      q[b] = each[least[b]][b];
    }
    workers.run(groups.length, (worker, g) -> slope[g] = slopeOf(least, g, obs, action));
    Arrays.fill(dq, 0f);
    int a = spec.actionDim();
    for (float[] dx : slope)
      for (int b = 0; b < q.length; b++)
        for (int j = 0; j < a; j++) dq[b * a + j] += dx[b * shape.in() + spec.obsDim() + j];
  }

  /** [B, O + A] slope of those rows' values whose smallest member is in this group. */
  private float[] slopeOf(int[] least, int g, float[] obs, float[] action) {
    try (var _ = new PointerScope()) {
      float[] chosen = new float[groups[g].networks() * spec.batch()];
      for (int b = 0; b < least.length; b++)
        if (groupOf(least[b]) == g) chosen[(least[b] - start(g)) * spec.batch() + b] = 1;
      Tensor x = join(obs, action).requires_grad_(true);
      Tensor weights = device.tensor(chosen, groups[g].networks(), spec.batch(), 1);
      groups[g].forward(x).mul(weights).sum().backward();
      float[] dx = new float[spec.batch() * shape.in()];
      device.read(x.grad(), dx);
      groups[g].dropGradients();
      return dx;
    }
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
            device.read(sum, values[g]);
            device.read(x.grad(), slopes[g]);
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
    Tensor o = device.tensor(obs, spec.batch(), spec.obsDim());
    Tensor a = device.tensor(action, spec.batch(), spec.actionDim());
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
