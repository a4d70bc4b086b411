package reins.ros.hot;

/**
 * A message made of numbers, in the order of its definition; {@link NumbersCodec#at} tells where
 * each stands.
 */
public final class Numbers {
  /** Of the header, where the message has one. */
  public int seq;

  /** Of the header, where the message has one. */
  public long stamp_ns;

  public final double[] value;

  Numbers(int count) {
    value = new double[count];
  }
}
