package reins.controller.safety;

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
  /** Below this the tool rests. */
  private static final double REST_m_s = 0.05;

  /** Share of the arm's acceleration, and of the speed at which the law's clip gives out. */
  private static final double ACCELERATION_SHARE = 0.2;

  private static final double SPEED_SHARE = 0.9;

  /** An arm that has not followed the rise for so long will not. */
  private static final double BLOCKED_s = 1.0;

  /** m/s, rad/s: a law without stiffness still has a plan. */
  private static final double CRAWL = 1e-3;

  private final TaskConfig.Reset reset;
  private final double leash_m;
  private final Segment rise;
  private final Segment across;
  private final double[] q_down = new double[4];
  private final double[] p_top_m = new double[3];
  private double blocked_s;

  Homing(RobotConfig robot, TaskConfig task) {
    reset = task.reset();
    leash_m = task.action().leash_m();
    Quaternions.pointingDown(reset.yaw_rad(), q_down);
    TaskConfig.Impedance law = task.impedance();
    // The law's spring at its clip balances its damper at v = k clip / d: faster, it falls behind.
    double v_m_s =
        Math.min(
            reset.speed_m_s(), follow(law.k_trans_N_m(), law.clip_trans_m(), law.d_trans_Ns_m()));
    double w_rad_s =
        Math.min(
            robot.cartesian().w_max_rad_s(),
            follow(law.k_rot_Nm_rad(), law.clip_rot_rad(), law.d_rot_Nms_rad()));
    double a_m_s2 = ACCELERATION_SHARE * robot.cartesian().a_max_m_s2();
    rise = new Segment(v_m_s, w_rad_s, a_m_s2);
    across = new Segment(v_m_s, w_rad_s, a_m_s2);
  }

  private static double follow(double k, double clip, double d) {
    return d > 0 ? Math.max(CRAWL, SPEED_SHARE * k * clip / d) : Double.POSITIVE_INFINITY;
  }

  /** Plans the way from the present reference. */
  void begin(Reference reference) {
    System.arraycopy(reference.p_m, 0, p_top_m, 0, 3);
    p_top_m[2] = Math.max(p_top_m[2], reset.p_base_tool_m()[2]);
    rise.start(reference.p_m, reference.q, p_top_m, reference.q);
    across.start(p_top_m, reference.q, reset.p_base_tool_m(), q_down);
    blocked_s = 0;
  }

  /** Moves the reference on by dt, unless the tool is further behind than the leash. */
  void advance(double dt_s, RobotState state, Reference reference) {
    Segment way = rise.done() ? across : rise;
    boolean behind = distance(reference.p_m, state.p_base_tool_m) > leash_m;
    blocked_s = behind ? blocked_s + dt_s : 0;
    if (behind && way == rise && blocked_s > BLOCKED_s) slant(state, reference);
    else if (behind) way.pause();
    else way.advance(dt_s, reference.p_m, reference.q);
    reference.freeze();
  }

  /** Plans anew from where the tool is, without the rise: the reference only comes nearer to it. */
  private void slant(RobotState state, Reference reference) {
    System.arraycopy(state.p_base_tool_m, 0, reference.p_m, 0, 3);
    rise.start(reference.p_m, reference.q, reference.p_m, reference.q);
    across.start(reference.p_m, reference.q, reset.p_base_tool_m(), q_down);
    blocked_s = 0;
  }

  /** Whether the tool rests at the reset pose. */
  boolean homed(RobotState state) {
    double[] v = state.v_base_tool;
    double speed_m_s = Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
    return rise.done()
        && across.done()
        && speed_m_s < REST_m_s
        && distance(reset.p_base_tool_m(), state.p_base_tool_m) < reset.tolerance_m();
  }

  private static double distance(double[] a_m, double[] b_m) {
    double x = a_m[0] - b_m[0], y = a_m[1] - b_m[1], z = a_m[2] - b_m[2];
    return Math.sqrt(x * x + y * y + z * z);
  }
}
