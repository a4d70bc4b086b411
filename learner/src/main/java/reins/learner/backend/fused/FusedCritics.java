package reins.learner.backend.fused;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import reins.learner.backend.CriticEnsemble;
import reins.learner.backend.MlpShape;
import reins.learner.backend.NetworkSpec;
import reins.learner.backend.Workers;

/** The critic ensemble, one member a task. */
final class FusedCritics implements CriticEnsemble {
  private final NetworkSpec spec;
  private final MlpShape shape;
  private final Workers workers;
  private final LaggedParameters[] members;
  private final float[][] kept; // [E] gradients that outlast a task; null: never needed
  private final Scratch[] scratch; // per worker
  private final float[] x; // [B, O + A]
  private final float[][] values; // [E][B]
  private final float[][] slopes; // [E][B, A]
  private final double[] losses; // [E]
  private float[][] obsSlopes; // [E][B, O]; null: nobody has asked yet
  private boolean accumulating;

  FusedCritics(NetworkSpec spec, RandomGenerator random, Workers workers) {
    this.spec = spec;
    this.shape = spec.criticShape();
    this.workers = workers;
    members = new LaggedParameters[spec.critics()];
    kept = new float[spec.critics()][];
    for (int i = 0; i < members.length; i++) {
      float[] initial = shape.initial(random);
      if (spec.sharedHead() && i > 0)
        System.arraycopy(members[0].theta, headAt(), initial, headAt(), initial.length - headAt());
      members[i] = new LaggedParameters(initial, spec.criticLr(), spec.tau());
    }
    scratch = new Scratch[workers.threads()];
    Arrays.setAll(scratch, i -> new Scratch(shape, spec.batch()));
    x = new float[spec.batch() * shape.in()];
    values = new float[spec.critics()][spec.batch()];
    slopes = new float[spec.critics()][spec.batch() * spec.actionDim()];
    losses = new double[spec.critics()];
  }

  /** What one worker needs besides the members' own parameters. */
  private record Scratch(FusedMlp mlp, float[] q, float[] dq, float[] grad) {
    Scratch(MlpShape shape, int rows) {
      this(
          new FusedMlp(shape, rows),
          new float[rows],
          new float[rows],
          new float[shape.parameters()]);
    }
  }

  @Override
  public void targetMin(float[] obs, float[] action, int[] drawn, float[] q) {
    join(obs, action);
    workers.run(
        drawn.length,
        (worker, i) -> scratch[worker].mlp.forward(members[drawn[i]].slow(), x, values[i]));
    System.arraycopy(values[0], 0, q, 0, q.length);
    for (int i = 1; i < drawn.length; i++)
      for (int b = 0; b < q.length; b++) q[b] = Math.min(q[b], values[i][b]);
  }

  @Override
  public double fit(float[] obs, float[] action, float[] y, float[] dObs) {
    join(obs, action);
    if (dObs != null && obsSlopes == null) obsSlopes = new float[members.length][dObs.length];
    boolean slope = dObs != null;
    workers.run(members.length, (worker, i) -> fitMember(scratch[worker], i, y, slope));
    if (slope) sum(obsSlopes, dObs);
    if (spec.sharedHead()) stepTied();
    double sum = 0;
    for (double loss : losses) sum += loss;
    return sum / members.length;
  }

  private void fitMember(Scratch s, int i, float[] y, boolean slope) {
    Parameters member = members[i];
    float[] grad = spec.sharedHead() ? kept(i) : s.grad;
    s.mlp.forward(member.theta, x, s.q);
    double squares = 0;
    float scale = 2f / (members.length * y.length);
    for (int b = 0; b < y.length; b++) {
      float error = s.q[b] - y[b];
      squares += error * error;
      s.dq[b] = scale * error; // dL/dq_i = 2 (q_i - y) / (E B)
    }
    losses[i] = squares / y.length;
    s.mlp.backward(member.theta, x, s.dq, grad);
    if (slope) s.mlp.inputSlope(member.theta, 0, spec.obsDim(), obsSlopes[i]);
    if (!spec.sharedHead()) member.step(grad);
  }

  private float[] kept(int i) {
    if (kept[i] == null) kept[i] = new float[shape.parameters()];
    return kept[i];
  }

  /**
   * The last layer is one and the same for all members: it follows the sum of their gradients.
   * Every member keeps a copy of it, with equal moments, so the copies stay equal.
   */
  private void stepTied() {
    for (int p = headAt(); p < shape.parameters(); p++) {
      float sum = 0;
      for (float[] grad : kept) sum += grad[p];
      for (float[] grad : kept) grad[p] = sum;
    }
    workers.run(members.length, (worker, i) -> members[i].step(kept[i]));
  }

  private int headAt() {
    return shape.weight(shape.hidden().length);
  }

  @Override
  public void values(float[] obs, float[] action, float[][] q) {
    join(obs, action);
    workers.run(
        members.length, (worker, i) -> scratch[worker].mlp.forward(members[i].theta, x, q[i]));
  }

  @Override
  public void accumulate(float[] obs, float[] action, float[][] dq) {
    join(obs, action);
    workers.run(members.length, (worker, i) -> accumulateMember(scratch[worker], i, dq[i]));
    accumulating = true;
  }

  private void accumulateMember(Scratch s, int i, float[] dq) {
    Parameters member = members[i];
    s.mlp.forward(member.theta, x, s.q);
    if (!accumulating) {
      s.mlp.backward(member.theta, x, dq, kept(i));
      return;
    }
    s.mlp.backward(member.theta, x, dq, s.grad);
    for (int p = 0; p < s.grad.length; p++) kept[i][p] += s.grad[p];
  }

  @Override
  public void step() {
    accumulating = false;
    if (spec.sharedHead()) stepTied();
    else workers.run(members.length, (worker, i) -> members[i].step(kept[i]));
  }

  @Override
  public void idle() {
    workers.run(
        members.length,
        (worker, i) -> {
          Arrays.fill(scratch[worker].grad, 0f);
          members[i].step(scratch[worker].grad);
        });
  }

  @Override
  public void follow() {
    for (LaggedParameters member : members) member.follow();
  }

  @Override
  public void meanQ(float[] obs, float[] action, float[] q, float[] dq) {
    join(obs, action);
    workers.run(members.length, (worker, i) -> valueAndSlope(scratch[worker], i));
    mean(values, q);
    mean(slopes, dq);
  }

  @Override
  public void minQ(float[] obs, float[] action, float[] q, float[] dq) {
    join(obs, action);
    workers.run(members.length, (worker, i) -> valueAndSlope(scratch[worker], i));
    int a = spec.actionDim();
    for (int b = 0; b < q.length; b++) {
      int least = 0;
      for (int i = 1; i < members.length; i++) if (values[i][b] < values[least][b]) least = i;
      q[b] = values[least][b];
      System.arraycopy(slopes[least], b * a, dq, b * a, a);
    }
  }

  private void valueAndSlope(Scratch s, int i) {
    s.mlp.forward(members[i].theta, x, values[i]);
    Arrays.fill(s.dq, 1f);
    s.mlp.inputGradient(members[i].theta, s.dq, s.grad, spec.obsDim(), spec.actionDim(), slopes[i]);
  }

  /** In a fixed order, so that the sum does not depend on the threads. */
  private static void sum(float[][] rows, float[] sum) {
    Arrays.fill(sum, 0f);
    for (float[] row : rows) for (int b = 0; b < sum.length; b++) sum[b] += row[b];
  }

  private static void mean(float[][] rows, float[] mean) {
    float scale = 1f / rows.length;
    sum(rows, mean);
    for (int b = 0; b < mean.length; b++) mean[b] *= scale;
  }

  private void join(float[] obs, float[] action) {
    int o = spec.obsDim();
    int a = spec.actionDim();
    for (int b = 0; b < spec.batch(); b++) {
      System.arraycopy(obs, b * o, x, b * (o + a), o);
      System.arraycopy(action, b * a, x, b * (o + a) + o, a);
    }
  }

  @Override
  public float[] parameters(int member) {
    return members[member].theta.clone();
  }

  @Override
  public MlpShape shape() {
    return shape;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    for (LaggedParameters member : members) member.save(out);
  }

  @Override
  public void load(DataInput in) throws IOException {
    for (LaggedParameters member : members) member.load(in);
  }
}
