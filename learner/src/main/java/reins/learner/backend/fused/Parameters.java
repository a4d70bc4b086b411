package reins.learner.backend.fused;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import reins.learner.backend.Persistent;

/**
 * A network's parameters and its Adam.
 *
 * <p>Source: Kingma and Ba 2015, algorithm 1; beta1 0.9, beta2 0.999, eps 1e-8 as in every SERL.
 */
class Parameters implements Persistent {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final float EPSILON = 1e-8f;

  final float[] theta;
  private final float[] m;
  private final float[] v;
  private final double lr;
  private long steps;

  Parameters(float[] initial, double lr) {
    this.theta = initial;
    this.m = new float[initial.length];
    this.v = new float[initial.length];
    this.lr = lr;
  }

  /** Moves theta along the gradient. */
  void step(float[] grad) {
    step(grad, null, 0);
  }

  /** The same after a {@link #pull}, in one way through memory; {@code slow} null: without. */
  final void step(float[] grad, float[] slow, float tau) {
    steps++;
    // theta <- theta - lr mhat / (sqrt(vhat) + eps), mhat = m / (1 - beta1^t), vhat = v / (1 -
    // beta2^t)
    float rate = (float) (lr / (1 - Math.pow(BETA1, steps)));
    float scale = (float) (1 / Math.sqrt(1 - Math.pow(BETA2, steps)));
    float beta1 = (float) BETA1;
    float beta2 = (float) BETA2;
    float rest1 = (float) (1 - BETA1);
    float rest2 = (float) (1 - BETA2);
    int whole = S.loopBound(theta.length);
    for (int i = 0; i < whole; i += S.length()) {
      if (slow != null) pull(slow, tau, i);
      FloatVector g = FloatVector.fromArray(S, grad, i);
      FloatVector m1 = FloatVector.fromArray(S, m, i).mul(beta1).add(g.mul(rest1));
      FloatVector v1 = FloatVector.fromArray(S, v, i).mul(beta2).add(g.mul(g).mul(rest2));
      m1.intoArray(m, i);
      v1.intoArray(v, i);
      FloatVector root = v1.lanewise(VectorOperators.SQRT).mul(scale).add(EPSILON);
      FloatVector.fromArray(S, theta, i).sub(m1.mul(rate).div(root)).intoArray(theta, i);
    }
    if (slow != null) pullTail(slow, tau);
    for (int i = whole; i < theta.length; i++) {
      m[i] = m[i] * beta1 + grad[i] * rest1;
      v[i] = v[i] * beta2 + grad[i] * grad[i] * rest2;
      theta[i] -= m[i] * rate / ((float) Math.sqrt(v[i]) * scale + EPSILON);
    }
  }

  /** {@code slow <- slow + tau (theta - slow)}; written. */
  final void pull(float[] slow, float tau) {
    int whole = S.loopBound(theta.length);
    for (int i = 0; i < whole; i += S.length()) pull(slow, tau, i);
    pullTail(slow, tau);
  }

  private void pull(float[] slow, float tau, int at) {
    FloatVector s = FloatVector.fromArray(S, slow, at);
    FloatVector.fromArray(S, theta, at).sub(s).mul(tau).add(s).intoArray(slow, at);
  }

  private void pullTail(float[] slow, float tau) {
    for (int i = S.loopBound(theta.length); i < theta.length; i++)
      slow[i] += (theta[i] - slow[i]) * tau;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    Persistent.write(out, theta);
    Persistent.write(out, m);
    Persistent.write(out, v);
    out.writeLong(steps);
  }

  @Override
  public void load(DataInput in) throws IOException {
    Persistent.read(in, theta, "parameters");
    Persistent.read(in, m, "first moments");
    Persistent.read(in, v, "second moments");
    steps = in.readLong();
  }
}
