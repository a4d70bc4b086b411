package reins.controller.port;

import java.util.Arrays;

/**
 * What the arm is told in this tick.
 *
 * <p>Units and frames: SI. Numbers are NaN until first written. One thread owns a command.
 */
public final class ArmCommand {
  /** [n] joint torque without gravity, which the robot itself adds. */
  public final double[] tau_Nm;

  /** Opening of the gripper; NaN leaves it alone. */
  public double width_m = Double.NaN;

  /**
   * Whether a person has asked to recover from a stop: a port whose robot reports a reflex clears
   * it then, and never else.
   */
  public boolean recover;

  /** A command to an arm with n joints. */
  public ArmCommand(int n) {
    tau_Nm = new double[n];
    Arrays.fill(tau_Nm, Double.NaN);
  }
}
