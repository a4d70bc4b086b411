package reins.controller.port;

import java.util.Arrays;

/**
 * What is known of the arm in this tick: measured by the port, completed by the estimator.
 *
 * <p>Units and frames: SI; the base frame; quaternions w first; twists linear first. Numbers are
 * NaN until first written. One thread owns a state.
 */
public final class RobotState {
  /** Stamp of a state that never arrived; older than any clock's reading minus any limit. */
  public static final long NEVER_ns = Long.MIN_VALUE / 2;

  /** Controller's monotonic clock when the newest measurement arrived. */
  public long stamp_ns = NEVER_ns;

  /** [n] measured. */
  public final double[] q_rad;

  /** [n] measured. */
  public final double[] dq_rad_s;

  /** [n] torque measured in the joints, gravity included; NaN where the robot measures none. */
  public final double[] tau_measured_Nm;

  /** Bits of {@link RobotFault}: why the robot does not obey. */
  public int robot_fault;

  /** Share of commands that reached the robot in time, 0 to 1; NaN where it does not tell. */
  public double link_success_ratio = Double.NaN;

  /** Share of the commanded speed that the robot allows itself, 0 to 1. */
  public double speed_scaling = 1;

  /** Whether the tool's pose is the robot's own; else the estimator computes it. */
  public boolean tool_measured;

  /** Measured opening of the gripper. */
  public double width_m = Double.NaN;

  /** [3] tool position. */
  public final double[] p_base_tool_m = nan(3);

  /** [4] tool orientation. */
  public final double[] q_base_tool = nan(4);

  /** [6] tool twist. */
  public final double[] v_base_tool = nan(6);

  /** [6, n] row-major: {@code v_base_tool = J dq}. */
  public final double[] jacobian;

  /** [n, n] row-major. */
  public final double[] mass_kgm2;

  /** [n] Coriolis and centrifugal torque. */
  public final double[] coriolis_Nm;

  /** [n] torque that carries arm and payload. */
  public final double[] gravity_Nm;

  /** A state of an arm with n joints. */
  public RobotState(int n) {
    q_rad = nan(n);
    dq_rad_s = nan(n);
    tau_measured_Nm = nan(n);
    jacobian = nan(6 * n);
    mass_kgm2 = nan(n * n);
    coriolis_Nm = nan(n);
    gravity_Nm = nan(n);
  }

  /** Number of joints. */
  public int n() {
    return q_rad.length;
  }

  private static double[] nan(int length) {
    double[] values = new double[length];
    Arrays.fill(values, Double.NaN);
    return values;
  }
}
