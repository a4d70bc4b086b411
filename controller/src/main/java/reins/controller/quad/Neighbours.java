package reins.controller.quad;

import reins.contract.config.FlightConfig;

/**
 * Where other vehicles were last seen.
 *
 * <p>Units and frames: SI, world frame. One thread owns it; allocates nothing after construction.
 */
public final class Neighbours {
  private static final int MOST = FlightConfig.Traffic.MAX_NEIGHBOURS;

  /** How many are known. */
  public int count;

  /** [count, 3] positions. */
  public final double[] p_m = new double[3 * MOST];

  /** [count, 3] velocities. */
  public final double[] v_m_s = new double[3 * MOST];

  /** [count] controller's clock when each was seen. */
  public final long[] stamp_ns = new long[MOST];

  /** Room for so many. */
  public static int most() {
    return MOST;
  }
}
