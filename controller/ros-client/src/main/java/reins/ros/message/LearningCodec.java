package reins.ros.message;

/** A codec that takes whatever type a topic has, and learns it from the first publisher. */
public interface LearningCodec<T> extends MessageCodec<T> {
  /**
   * What a publisher says it sends.
   *
   * <p>Errors: {@link IllegalArgumentException} when the definition is unreadable or its sum is not
   * the one claimed or learnt before.
   */
  void learn(String type, String md5, String definition);
}
