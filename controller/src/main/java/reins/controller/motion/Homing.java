package reins.controller.motion;

import reins.contract.config.RobotConfig;
import reins.contract.config.TaskConfig;
import reins.contract.geometry.Quaternions;
import reins.controller.port.RobotState;

/**
 * The way back to the task's reset pose: straight up to its height where the tool is below, then
 * across, turning the tool down on the way. Waits while the arm cannot follow; where it cannot
 * rise, because a joint is at its limit, say, it goes slantwise instead of waiting for ever.
 *
 * <p>Threads: the control loop's.
 */
final class Homing {
  /** Below this for so long the tool rests: where it swings over, it is as slow for a moment. */
  private static final double REST_m_s = 0.05;

  private static final double REST_s = 0.1;

  /** Share of the arm's acceleration and jerk, and of the speed at which the law's clip ends. */
  private static final double ACCELERATION_SHARE = 0.2;

  private static final double SPEED_SHARE = 0.9;

  /** Share of the acceleration with which the leash brakes: jerk takes a little time. */
  private static final double LEASH_SHARE = 0.8;

  /** An arm that is at the end of the leash for so long will not follow the rise. */
  private static final double BLOCKED_s = 1.0;

  private static final double BLOCKED_SHARE = 0.9;

  /** m/s, rad/s: a law without stiffness still has a plan. */
  private static final double CRAWL = 1e-3;

  private final TaskConfig.Reset reset;
  private final double leash_m;
  private final double a_leash_m_s2;
  private final Segment rise;
  private final Segment back;
  private final Segment across;
  private final double[] q_down = new double[4];
  private final double[] p_top_m = new double[3];
  private Segment now;
  private double blocked_s;
  private double rested_s;

  /** Takes the reset pose, and how far the tool may fall behind. */
  Homing(RobotConfig robot, TaskConfig task, double leash_m) {
    reset = task.reset();
    this.leash_m = leash_m;
    Quaternions.pointingDown(reset.yaw_rad(), q_down);
    TaskConfig.Impedance law = task.impedance();
    // The law's spring at its clip balances its damper at v = k clip / d: faster, it falls behind.
    double v_m_s =
        Math.min(
            reset.speed_m_s(), speed(law.k_trans_N_m(), law.clip_trans_m(), law.d_trans_Ns_m()));
    double w_rad_s =
        Math.min(
            robot.cartesian().w_max_rad_s(),
            speed(law.k_rot_Nm_rad(), law.clip_rot_rad(), law.d_rot_Nms_rad()));
    a_leash_m_s2 = LEASH_SHARE * ACCELERATION_SHARE * robot.cartesian().a_max_m_s2();
    rise = new Segment(v_m_s, w_rad_s, robot.cartesian(), ACCELERATION_SHARE);
    back = new Segment(v_m_s, w_rad_s, robot.cartesian(), ACCELERATION_SHARE);
    across = new Segment(v_m_s, w_rad_s, robot.cartesian(), ACCELERATION_SHARE);
    now = rise;
  }

  private static double speed(double k, double clip, double d) {
    return d > 0 ? Math.max(CRAWL, SPEED_SHARE * k * clip / d) : Double.POSITIVE_INFINITY;
  }

  /** Plans the way from a reference at rest. */
  void begin(double[] p_m, double[] q) {
    System.arraycopy(p_m, 0, p_top_m, 0, 3);
    p_top_m[2] = Math.max(p_top_m[2], reset.p_base_tool_m()[2]);
    rise.start(p_m, q, p_top_m, q);
    across.start(p_top_m, q, reset.p_base_tool_m(), q_down);
    now = rise;
    blocked_s = 0;
    rested_s = 0;
  }

  /**
   * Moves the reference on, no further ahead of the tool than the leash. {@code p_m}, {@code q}
   * written.
   */
  void advance(double dt_s, RobotState state, double[] p_m, double[] q) {
    if (now.done() && now != across) now = across;
    double lag_m = distance(p_m, state.p_base_tool_m);
    boolean blocked = now == rise && lag_m > BLOCKED_SHARE * leash_m;
    blocked_s = blocked ? blocked_s + dt_s : 0;
    if (blocked_s > BLOCKED_s) slant(state, p_m, q);
    // v^2 <= 2 a (leash - lag): what can still be braked; back towards the tool needs no leash.
    double v_cap_m_s = Math.sqrt(2 * a_leash_m_s2 * Math.max(0, leash_m - lag_m));
    now.advance(dt_s, now == back ? Double.POSITIVE_INFINITY : v_cap_m_s, p_m, q);
    rested_s = near(state) ? rested_s + dt_s : 0;
  }

  /** Plans anew without the rise: back to where the tool is, then across from there. */
  private void slant(RobotState state, double[] p_m, double[] q) {
    System.arraycopy(state.p_base_tool_m, 0, p_top_m, 0, 3);
    back.start(p_m, q, p_top_m, q);
    across.start(p_top_m, q, reset.p_base_tool_m(), q_down);
    now = back;
    blocked_s = 0;
  }

  /** Whether the tool rests at the reset pose. */
  boolean homed() {
    return rested_s > REST_s;
  }

  private boolean near(RobotState state) {
    double[] v = state.v_base_tool;
    double speed_m_s = Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
    return now == across
        && across.done()
        && speed_m_s < REST_m_s
        && distance(reset.p_base_tool_m(), state.p_base_tool_m) < reset.tolerance_m();
  }

  /** Velocity of the reference on axis 0..5, linear first. */
  double v(int axis) {
    return now.v(axis);
  }

  /** Acceleration of the reference on axis 0..5, linear first. */
  double a(int axis) {
    return now.a(axis);
  }

  private static double distance(double[] a_m, double[] b_m) {
    double x = a_m[0] - b_m[0], y = a_m[1] - b_m[1], z = a_m[2] - b_m[2];
    return Math.sqrt(x * x + y * y + z * z);
  }
}
