package reins.sim.robot;

import java.util.Arrays;

/**
 * What the simulated arm does when its torque stream breaks off, as a Franka does after twenty lost
 * packets: it stops where it is and stays there until commands come again.
 *
 * <p>Threads: the simulation's.
 */
final class Brake {
  /** Lost 1 ms packets after which a Franka stops: its control interface's documentation. */
  static final int LOST_MAX = 20;

  private static final double STIFFNESS_Nm_rad = 600;
  private static final double DAMPING_Nms_rad = 50;

  private final double[] q_held_rad;
  private final double[] tau_Nm;
  private int lost = LOST_MAX;
  private boolean on;
  private long times;

  Brake(int n) {
    q_held_rad = new double[n];
    tau_Nm = new double[n];
  }

  /** Takes note of one tick; returns whether the brake holds the arm. */
  boolean tick(boolean commanded, double[] q_rad) {
    lost = commanded ? 0 : lost + 1;
    boolean wasOn = on;
    on = lost >= LOST_MAX;
    if (on && !wasOn) {
      System.arraycopy(q_rad, 0, q_held_rad, 0, q_rad.length);
      times++;
    }
    return on;
  }

  /** The brake's torque: a stiff spring to where the arm was. */
  double[] torque(double[] q_rad, double[] dq_rad_s) {
    // tau = K (q_held - q) - D dq
    Arrays.setAll(
        tau_Nm, i -> STIFFNESS_Nm_rad * (q_held_rad[i] - q_rad[i]) - DAMPING_Nms_rad * dq_rad_s[i]);
    return tau_Nm;
  }

  boolean on() {
    return on;
  }

  /** How often it came on; the first is the wait for the controller. */
  long times() {
    return times;
  }
}
