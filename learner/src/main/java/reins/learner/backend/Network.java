package reins.learner.backend;

/**
 * A perceptron and its Adam: the policy's network, from the observation to mean and log standard
 * deviation before tanh (the latter not yet clamped), or a value of the observation.
 *
 * <p>Threads: one caller. Shapes: B is the batch of the spec, row-major.
 */
public interface Network extends Persistent {
  /**
   * Output of the network for a whole training batch, kept for a {@link #step} right after it.
   *
   * @param obs [B, in]
   * @param out [B, out] written
   */
  void forward(float[] obs, float[] out);

  /**
   * One Adam step along the gradient of the {@link #forward} before it.
   *
   * @param dOut [B, out] derivative of the loss by the outputs
   */
  default void step(float[] dOut) {
    step(dOut, null);
  }

  /**
   * The same, with what a network before this one is trained through.
   *
   * @param dObs [B, in] written: derivative of the loss by the observations, before the step; null:
   *     not wanted
   */
  void step(float[] dOut, float[] dObs);

  /** One Adam step along a zero gradient: moments decay, momentum moves on. */
  void idle();

  /** A copy of the parameters, laid out as the shape says. */
  float[] parameters();

  /** Layout of the parameters. */
  MlpShape shape();
}
