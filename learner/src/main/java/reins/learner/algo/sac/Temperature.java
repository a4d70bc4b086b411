package reins.learner.algo.sac;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import reins.learner.backend.Persistent;

/**
 * The price of certainty: {@code alpha = softplus(lambda)}, raised while the policy is less random
 * than wanted.
 *
 * <p>Softplus rather than exp: the two agree while alpha is small, as it is here, but softplus only
 * grows linearly when the policy stays too certain for long, so alpha cannot run away.
 *
 * <p>Source: HIL-SERL (softplus, 0.01 at the start); Haarnoja et al. 2018, equation 18.
 */
final class Temperature implements Persistent {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final double lr;
  private final double targetEntropy;
  private double lambda;
  private double m;
  private double v;
  private long steps;

  Temperature(double initial, double targetEntropy, double lr) {
    this.lr = lr;
    this.targetEntropy = targetEntropy;
    lambda = Math.log(Math.expm1(initial));
  }

  double alpha() {
    return Math.max(lambda, 0) + Math.log1p(Math.exp(-Math.abs(lambda)));
  }

  /** One Adam step. */
  void update(double entropy) {
    // L(lambda) = alpha(lambda) (H - H*), dalpha/dlambda = sigmoid(lambda)
    step((entropy - targetEntropy) / (1 + Math.exp(-lambda)));
  }

  /** One Adam step along a zero gradient. */
  void idle() {
    step(0);
  }

  private void step(double gradient) {
    steps++;
    m = BETA1 * m + (1 - BETA1) * gradient;
    v = BETA2 * v + (1 - BETA2) * gradient * gradient;
    double mhat = m / (1 - Math.pow(BETA1, steps));
    double vhat = v / (1 - Math.pow(BETA2, steps));
    lambda -= lr * mhat / (Math.sqrt(vhat) + EPSILON);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeDouble(lambda);
    out.writeDouble(m);
    out.writeDouble(v);
    out.writeLong(steps);
  }

  @Override
  public void load(DataInput in) throws IOException {
    lambda = in.readDouble();
    m = in.readDouble();
    v = in.readDouble();
    steps = in.readLong();
  }
}
