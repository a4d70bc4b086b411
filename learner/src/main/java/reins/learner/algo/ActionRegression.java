package reins.learner.algo;

import reins.learner.replay.Batch;

/**
 * Imitation of a batch's actions, each row counting as much as it is worth: the squared error of
 * the deterministic action, which a saturated demonstration cannot blow up as it would a
 * likelihood; the standard deviation is fitted beside it to what the mean leaves over, so that the
 * policy can be drawn from as well.
 *
 * <p>Threads: one caller.
 */
public final class ActionRegression {
  /** A saturated demonstration counts as this much, so that its inverse tanh is finite. */
  private static final double ACTION_MAX = 0.99;

  private final SquashedGaussian policy;
  private final int actionDim;

  /** Of a policy whose action has so many numbers. */
  public ActionRegression(SquashedGaussian policy, int actionDim) {
    this.policy = policy;
    this.actionDim = actionDim;
  }

  /**
   * Loss of the mean and gradient of both losses.
   *
   * @param weight [B] what each row is worth
   * @param dOut [B, 2A] written
   * @return {@code L(mu)}
   */
  public double gradient(Batch batch, double[] weight, float[] dOut) {
    policy.forward(batch.obs());
    double squares = 0;
    double scale = 1.0 / (batch.rows() * actionDim);
    for (int b = 0; b < batch.rows(); b++)
      for (int j = 0; j < actionDim; j++) {
        double a = batch.action()[b * actionDim + j];
        double worth = scale * weight[b];
        // L(mu) = 1/(B A) sum w (tanh(mu) - a)^2
        double mode = Math.tanh(policy.mu(b, j));
        double error = mode - a;
        squares += weight[b] * error * error;
        dOut[2 * b * actionDim + j] = (float) (2 * worth * error * (1 - mode * mode));
        // L(std) = 1/(B A) sum w (log std + (atanh(a) - mu)^2 / (2 std^2)), mu held
        double u = atanh(Math.clamp(a, -ACTION_MAX, ACTION_MAX));
        double z = (u - policy.mu(b, j)) * Math.exp(-policy.logStd(b, j));
        dOut[(2 * b + 1) * actionDim + j] =
            policy.clamped(b, j) ? 0 : (float) (worth * (1 - z * z));
      }
    return squares * scale;
  }

  private static double atanh(double a) {
    return 0.5 * Math.log((1 + a) / (1 - a));
  }
}
