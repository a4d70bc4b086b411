package reins.controller.motion;

import reins.contract.config.ActionSpace;
import reins.contract.config.RobotConfig;
import reins.contract.config.TaskConfig;
import reins.contract.geometry.Kinematics;
import reins.controller.model.JointLimits;
import reins.controller.port.RobotState;

/**
 * A straight way in joint space to the reset angles: all joints start and arrive together, none
 * beyond its speed at its angle, acceleration and jerk. Waits while the arm cannot follow.
 *
 * <p>Threads: the control loop's.
 */
final class JointHoming {
  /** Shares of the joints' own limits: homing is not in a hurry. */
  private static final double SPEED_SHARE = 0.25;

  private static final double ACCELERATION_SHARE = 0.2;

  /** Share of the acceleration with which the leash brakes: jerk takes a little time. */
  private static final double LEASH_SHARE = 0.8;

  /** Below this for so long a joint rests. */
  private static final double REST_rad_s = 0.05;

  private static final double REST_s = 0.1;

  /** Slowest part of the way per second: the end is reached although speeds fall towards it. */
  private static final double CRAWL_1_s = 0.01;

  private final int n;
  private final JointLimits limits;
  private final TaskConfig.Reset reset;
  private final double leash_rad;
  private final double[] to_rad;
  private final double[] from_rad;
  private final double[] way_rad;
  private final double[] p_reset_m;
  private final SCurve share = new SCurve(1, 1, 1);
  private double a_max_1_s2;
  private double rested_s;

  JointHoming(
      RobotConfig robot, JointLimits limits, TaskConfig task, ActionSpace.JointDelta space) {
    n = robot.n();
    this.limits = limits;
    reset = task.reset();
    leash_rad = space.leash_rad();
    to_rad = space.q_reset_rad().clone();
    from_rad = new double[n];
    way_rad = new double[n];
    Kinematics kinematics = new Kinematics(robot);
    kinematics.update(to_rad);
    p_reset_m = kinematics.p_base_tool_m();
  }

  /** Plans the way from a reference at rest. */
  void begin(double[] q_rad) {
    double v = 1e3, a = 1e6, j = 1e9;
    for (int i = 0; i < n; i++) {
      from_rad[i] = q_rad[i];
      way_rad[i] = to_rad[i] - q_rad[i];
      double way = Math.max(1e-6, Math.abs(way_rad[i]));
      v = Math.min(v, SPEED_SHARE * limits.dqMax(i) / way);
      a = Math.min(a, ACCELERATION_SHARE * limits.ddqMax(i) / way);
      j = Math.min(j, ACCELERATION_SHARE * limits.dddqMax(i) / way);
    }
    a_max_1_s2 = a;
    rested_s = 0;
    share.limits(v, a, j);
    share.place(0);
    share.aim(1, v);
  }

  /** Moves the reference on, no further ahead of the arm than the leash. {@code q_rad} written. */
  void advance(double dt_s, RobotState state, double[] q_rad) {
    double stop = share.stop(), cap_1_s = Double.POSITIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      double way = Math.abs(way_rad[i]);
      double q_stop_rad = from_rad[i] + stop * way_rad[i];
      double most = way_rad[i] < 0 ? -limits.dqMin(i, q_stop_rad) : limits.dqMax(i, q_stop_rad);
      cap_1_s = Math.min(cap_1_s, Math.max(CRAWL_1_s * way, most) / way);
      double room_rad = Math.max(0, leash_rad - Math.abs(q_rad[i] - state.q_rad[i]));
      // v^2 <= 2 a (leash - lag): what can still be braked
      cap_1_s = Math.min(cap_1_s, Math.sqrt(2 * LEASH_SHARE * a_max_1_s2 * room_rad / way));
    }
    share.aim(1, cap_1_s);
    share.advance(dt_s);
    for (int i = 0; i < n; i++)
      q_rad[i] = share.done() ? to_rad[i] : from_rad[i] + share.p() * way_rad[i];
    rested_s = near(state) ? rested_s + dt_s : 0;
  }

  /** Whether the arm rests at the reset angles. */
  boolean homed() {
    return rested_s > REST_s;
  }

  private boolean near(RobotState state) {
    boolean resting = share.done();
    for (int i = 0; i < n; i++) resting &= Math.abs(state.dq_rad_s[i]) < REST_rad_s;
    double x = state.p_base_tool_m[0] - p_reset_m[0];
    double y = state.p_base_tool_m[1] - p_reset_m[1];
    double z = state.p_base_tool_m[2] - p_reset_m[2];
    return resting && Math.sqrt(x * x + y * y + z * z) < reset.tolerance_m();
  }

  /** Speed of joint i's reference. */
  double v(int i) {
    return share.v() * way_rad[i];
  }

  /** Acceleration of joint i's reference. */
  double a(int i) {
    return share.a() * way_rad[i];
  }
}
