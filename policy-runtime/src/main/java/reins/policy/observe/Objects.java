package reins.policy.observe;

/**
 * Where the task's object was last seen, a gate's middle for a course; and how far along that
 * course a vehicle is.
 *
 * <p>Units and frames: metres in the base frame. Fields are mutable and allocated once: one thread
 * owns a frame.
 */
public final class Objects {
  /** Actor's monotonic clock when the pose was measured; 0: never seen. */
  public long stamp_ns;

  /** [3] centre of the object; not a number until it was seen. */
  public final double[] p_base_object_m = {Double.NaN, Double.NaN, Double.NaN};

  /** Kept by {@link Course}; of no meaning to an arm. */
  public final Progress course = new Progress();
}
