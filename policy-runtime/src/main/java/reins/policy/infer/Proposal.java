package reins.policy.infer;

/**
 * What the policy wants to do in this step. One thread owns it.
 *
 * <p>Shapes: {@code action} is [A], in [-1, 1].
 */
public final class Proposal {
  /** Version of the policy that proposed; 0: none. */
  public long policy_version;

  /** [A] the proposed action. */
  public final float[] action;

  /** A proposal of zeros for actions of the given length. */
  public Proposal(int actionDim) {
    action = new float[actionDim];
  }
}
