package reins.ros.hot;

/**
 * franka_msgs/FrankaState, as much of it as a controller reads.
 *
 * <p>Units and frames: rad, rad/s, Nm, N; transforms [16] column-major, as libfranka has them.
 */
public final class FrankaState {
  public static final int MODE_OTHER = 0;
  public static final int MODE_IDLE = 1;
  public static final int MODE_MOVE = 2;
  public static final int MODE_GUIDING = 3;
  public static final int MODE_REFLEX = 4;
  public static final int MODE_USER_STOPPED = 5;
  public static final int MODE_ERROR_RECOVERY = 6;

  public int seq;
  public long stamp_ns;
  public final double[] q_rad = new double[7];
  public final double[] dq_rad_s = new double[7];
  public final double[] tau_J_Nm = new double[7];

  /** The end effector in the base frame. */
  public final double[] O_T_EE = new double[16];

  /** The end effector in the flange's frame. */
  public final double[] F_T_EE = new double[16];

  /** Share of the last hundred commands that reached the robot in time. */
  public double control_command_success_rate;

  public int robot_mode;

  /** The 41 flags of current_errors, the first in the lowest bit. */
  public long current_errors;

  /** The 41 flags of last_motion_errors, the first in the lowest bit. */
  public long last_motion_errors;

  FrankaState() {}
}
