package reins.learner.backend;

/** The networks of one learner and the threads that train them. */
public interface Engine extends AutoCloseable {
  /** The policy's network. */
  Network actor();

  /** The critics. */
  CriticEnsemble critics();

  /** A further network, fresh; equal seeds and equal orders of asking give equal networks. */
  LaggedNetwork network(MlpShape shape, double lr);

  /**
   * What turns images into numbers, fresh.
   *
   * @param scale [256] what a byte of an image becomes
   */
  ImageEncoder encoder(ConvShape shape, float[] scale, double lr);

  @Override
  void close();
}
