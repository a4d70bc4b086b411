package reins.learner.backend;

/**
 * A network with a target copy that follows it slowly.
 *
 * <p>Threads: one caller.
 */
public interface LaggedNetwork extends Network {
  /**
   * Output of the target copy.
   *
   * @param obs [B, in]
   * @param out [B, out] written
   */
  void forwardTarget(float[] obs, float[] out);

  /** {@code thetabar <- thetabar + tau (theta - thetabar)}. */
  void follow();
}
