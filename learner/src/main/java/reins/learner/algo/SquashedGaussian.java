package reins.learner.algo;

import java.util.random.RandomGenerator;
import reins.learner.backend.Network;

/**
 * The policy as a distribution: {@code a = tanh(u)}, {@code u = mu + std eps}, eps standard normal,
 * and std clamped to [1e-5, 5].
 *
 * <p>Shapes: B rows, row-major. Threads: one caller.
 *
 * <p>Source: Haarnoja et al. 2018 (SAC), appendix C; the clamp is HIL-SERL's.
 */
public final class SquashedGaussian {
  /** Smallest log standard deviation: log 1e-5. */
  public static final float LOG_STD_MIN = (float) Math.log(1e-5);

  /** Largest log standard deviation: log 5. */
  public static final float LOG_STD_MAX = (float) Math.log(5);

  private static final double LOG_2 = Math.log(2);
  private static final double HALF_LOG_2_PI = 0.5 * Math.log(2 * Math.PI);

  private final Network network;
  private final RandomGenerator random;
  private final int actionDim;
  private final float[] out; // [B, 2A] mu, log std
  private final float[] epsilon; // [B, A]
  private final float[] action; // [B, A]
  private final float[] logp; // [B]

  /** Sizes for batches of so many rows. */
  public SquashedGaussian(Network network, int rows, RandomGenerator random) {
    this.network = network;
    this.random = random;
    actionDim = network.shape().out() / 2;
    out = new float[rows * 2 * actionDim];
    epsilon = new float[rows * actionDim];
    action = new float[rows * actionDim];
    logp = new float[rows];
  }

  /** Draws an action and its log-density for every observation; see {@link #action}. */
  public void sample(float[] obs) {
    network.forward(obs, out);
    for (int i = 0; i < epsilon.length; i++) epsilon[i] = (float) random.nextGaussian();
    for (int b = 0; b < logp.length; b++) {
      double sum = 0;
      for (int j = 0; j < actionDim; j++) {
        int i = b * actionDim + j;
        double logStd = logStd(b, j);
        // u = mu + std eps, a = tanh(u) = sign(u) (1 - e) / (1 + e) with e = exp(-2 |u|)
        double u = mu(b, j) + Math.exp(logStd) * epsilon[i];
        double e = Math.exp(-2 * Math.abs(u));
        action[i] = (float) Math.copySign((1 - e) / (1 + e), u);
        // log(1 - tanh(u)^2) = 2 (log 2 - |u| - log(1 + e)), stable for large |u|
        double logOneMinusTanhSquared = 2 * (LOG_2 - Math.abs(u) - Math.log1p(e));
        // log pi = -eps^2 / 2 - log std - log(2 pi) / 2 - log(1 - tanh(u)^2)
        sum += -0.5 * epsilon[i] * epsilon[i] - logStd - HALF_LOG_2_PI - logOneMinusTanhSquared;
      }
      logp[b] = (float) sum;
    }
  }

  /**
   * Gradient of a loss by the network's outputs, through the last {@link #sample}.
   *
   * @param dAction [B, A] derivative of the loss by the drawn actions
   * @param dLogp derivative of the loss by each row's log-density
   * @param dOut [B, 2A] written
   */
  public void backward(float[] dAction, double dLogp, float[] dOut) {
    for (int b = 0; b < logp.length; b++)
      for (int j = 0; j < actionDim; j++) {
        int i = b * actionDim + j;
        // da/du = 1 - a^2, dlogp/du = 2 a at fixed eps
        double du = dAction[i] * (1 - action[i] * action[i]) + dLogp * 2 * action[i];
        // du/dlogstd = std eps, dlogp/dlogstd = -1 at fixed u
        double dLogStd = du * Math.exp(logStd(b, j)) * epsilon[i] - dLogp;
        dOut[2 * b * actionDim + j] = (float) du;
        dOut[(2 * b + 1) * actionDim + j] = clamped(b, j) ? 0 : (float) dLogStd;
      }
  }

  /** Mean before tanh of the last observations' row. */
  public double mu(int row, int j) {
    return out[2 * row * actionDim + j];
  }

  /** Clamped log standard deviation of the last observations' row. */
  public double logStd(int row, int j) {
    return Math.clamp(out[(2 * row + 1) * actionDim + j], LOG_STD_MIN, LOG_STD_MAX);
  }

  /** Whether the clamp holds the log standard deviation, so that no gradient passes. */
  public boolean clamped(int row, int j) {
    float raw = out[(2 * row + 1) * actionDim + j];
    return raw < LOG_STD_MIN || raw > LOG_STD_MAX;
  }

  /** Outputs for the observations without drawing actions; see {@link #mu}. */
  public void forward(float[] obs) {
    network.forward(obs, out);
  }

  /** [B, A] the drawn actions; overwritten by the next draw. */
  public float[] action() {
    return action;
  }

  /** [B] their log-densities; overwritten by the next draw. */
  public float[] logp() {
    return logp;
  }
}
