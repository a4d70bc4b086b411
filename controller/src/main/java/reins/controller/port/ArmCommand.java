package reins.controller.port;

import java.util.Arrays;

/**
 * What the arm is told in this tick: torques, a pose, or joint speeds and angles, as its driver
 * takes them.
 *
 * <p>Units and frames: SI. Numbers are NaN until first written. One thread owns a command.
 */
public final class ArmCommand {
  /** [n] joint torque without gravity, which the robot itself adds. */
  public final double[] tau_Nm;

  /** [n] joint speed. */
  public final double[] dq_rad_s;

  /** [n] joint angle. */
  public final double[] q_rad;

  /** [3] tool position that the robot's own spring pulls to, base frame. */
  public final double[] p_base_tool_m = {Double.NaN, Double.NaN, Double.NaN};

  /** [4] tool orientation that the robot's own spring pulls to. */
  public final double[] q_base_tool = {Double.NaN, Double.NaN, Double.NaN, Double.NaN};

  /** Whether there is anything to say: a driver that holds what it heard last is left alone. */
  public boolean live;

  /** Opening of the gripper; NaN leaves it alone. */
  public double width_m = Double.NaN;

  /**
   * Whether a person has asked to recover from a stop: a port whose robot reports a reflex clears
   * it then, and never else.
   */
  public boolean recover;

  /** Whether what left in the last tick was not what the law had asked; the law's to write. */
  public boolean limited;

  /** A command to an arm with n joints. */
  public ArmCommand(int n) {
    tau_Nm = nan(n);
    dq_rad_s = nan(n);
    q_rad = nan(n);
  }

  private static double[] nan(int length) {
    double[] values = new double[length];
    Arrays.fill(values, Double.NaN);
    return values;
  }
}
