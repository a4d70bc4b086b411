package reins.controller.safety.barrier;

/**
 * The torques that a joint may have in this tick: within its limit, and as near to the last torque
 * as its rate allows. One thread owns a window.
 */
public final class TorqueWindow {
  /** [n] lowest. */
  public final double[] low_Nm;

  /** [n] highest. */
  public final double[] high_Nm;

  /** [n] what the joints have now. */
  public final double[] last_Nm;

  /** A window for n joints. */
  public TorqueWindow(int n) {
    last_Nm = new double[n];
    low_Nm = new double[n];
    high_Nm = new double[n];
  }

  /** The torque of joint i nearest to the one wanted. */
  public double nearest(int i, double wanted_Nm) {
    return Math.max(low_Nm[i], Math.min(high_Nm[i], wanted_Nm));
  }
}
