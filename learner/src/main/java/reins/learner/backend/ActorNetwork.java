package reins.learner.backend;

/**
 * The policy's network: observation to mean and log standard deviation before tanh, the latter not
 * yet clamped.
 *
 * <p>Threads: one caller. Shapes: B is the batch of the spec, row-major.
 */
public interface ActorNetwork extends Persistent {
  /**
   * Output of the network for a whole training batch, kept for {@link #step}.
   *
   * @param obs [B, O]
   * @param out [B, 2A] written: mu, then log std
   */
  void forward(float[] obs, float[] out);

  /**
   * One Adam step along the gradient of the last {@link #forward}.
   *
   * @param dOut [B, 2A] derivative of the loss by the outputs
   */
  void step(float[] dOut);

  /** A copy of the parameters, laid out as the shape says. */
  float[] parameters();

  /** Layout of the parameters. */
  MlpShape shape();
}
