package reins.policy.observe;

/**
 * A vehicle on its course, as seen from the gate.
 *
 * <p>Units and frames: SI, the gate's frame (x along the flight through it, z up). Fields are
 * mutable and allocated once: one thread owns them.
 */
public final class Progress {
  /** How the gate's plane was crossed. */
  public enum Crossing {
    /** Not yet in this episode. */
    NONE,
    /** After every way-point, within the opening, fast enough. */
    THROUGH,
    /** In any other way. */
    MISSED
  }

  /** [3] the vehicle. */
  public final double[] p_gate_body_m = new double[3];

  /** [3] its velocity. */
  public final double[] v_gate_body_m_s = new double[3];

  /** [3] its body's z axis. */
  public final double[] up_gate_body = new double[3];

  /** [3] from the vehicle to the next way-point, or to the gate after the last one. */
  public final double[] next_m = new double[3];

  /** Way-points behind it. */
  public int passed;

  /** Share of the way-points behind it. */
  public double done;

  /** What became of the gate. */
  public Crossing crossing = Crossing.NONE;
}
