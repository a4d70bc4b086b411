package reins.learner.backend;

/**
 * Turns what the cameras see into a few numbers, is trained through them, and has a slow copy.
 *
 * <p>Threads: one caller. Shapes: B rows, each all cameras' images one after the other, [camera, y,
 * x, colour] bytes; z [B, cameras, latent].
 */
public interface ImageEncoder extends Persistent {
  /**
   * The numbers of a training batch, kept for a {@link #step} right after it.
   *
   * @param images [B, bytes] augmented by the shifts
   * @param shifts [B] see {@link Shifts}
   * @param z written
   */
  void encode(byte[] images, int[] shifts, float[] z);

  /**
   * The same, with nothing kept.
   *
   * @param z written: under the parameters as they are
   * @param slowZ written: under the slow copy
   */
  void peek(byte[] images, int[] shifts, float[] z, float[] slowZ);

  /**
   * One Adam step along the gradient of the last {@link #encode}.
   *
   * @param dz derivative of the loss by the numbers
   */
  void step(float[] dz);

  /** {@code thetabar <- thetabar + tau (theta - thetabar)}. */
  void follow();

  /** A copy of the parameters, laid out as the shape says. */
  float[] parameters();

  /** Layout of the parameters. */
  ConvShape shape();
}
