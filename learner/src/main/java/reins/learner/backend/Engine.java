package reins.learner.backend;

/** The networks of one learner and the threads that train them. */
public interface Engine extends AutoCloseable {
  /** The policy's network. */
  ActorNetwork actor();

  /** The critics. */
  CriticEnsemble critics();

  @Override
  void close();
}
