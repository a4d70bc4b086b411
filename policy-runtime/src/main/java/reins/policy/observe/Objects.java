package reins.policy.observe;

/**
 * Where the task's object was last seen.
 *
 * <p>Units and frames: metres in the base frame. Fields are mutable and allocated once: one thread
 * owns a frame.
 */
public final class Objects {
  /** Actor's monotonic clock when the pose was measured; 0: never seen. */
  public long stamp_ns;

  /** [3] centre of the object; not a number until it was seen. */
  public final double[] p_base_object_m = {Double.NaN, Double.NaN, Double.NaN};
}
