package reins.policy.human;

import reins.contract.config.ActionSpace;
import reins.contract.config.ConfigException;
import reins.contract.config.FlightTask;
import reins.contract.config.Goal;
import reins.contract.exchange.StateFrame;
import reins.policy.observe.Objects;
import reins.policy.observe.Progress;

/**
 * How to fly a course from wherever things stand: from way-point to way-point, then onto the gate's
 * axis and along it through the opening, the faster the nearer to the axis.
 *
 * <p>Units and frames: SI, the gate's frame.
 *
 * <p>Threads: one owner.
 */
final class CoursePlan implements Plan {
  /**
   * A person cruises a little slower than the gate asks for, and takes the gate a little faster.
   */
  private static final double CRUISE = 0.9;

  private static final double THROUGH = 1.25;

  /** Distance from the axis is flown off at this rate. */
  private static final double AXIS_1_s = 2.5;

  /** So far from the axis, as a share of the distance to the gate, one waits with going on. */
  private static final double ASTRAY = 0.35;

  private static final double YAW_1_s = 1;
  private static final double[] MIDDLE = new double[3];

  private final Goal.Gate gate;
  private final double heading_rad;
  private final double speed_max_m_s;
  private final double yaw_rate_max_rad_s;
  private final double hz;
  private final double[] v_gate_m_s = new double[3];
  private double remainingSteps;

  /** Errors: {@link ConfigException} where an action is no velocity. */
  CoursePlan(FlightTask.Resolved config) {
    if (!(config.task().action() instanceof ActionSpace.Velocity))
      throw new ConfigException(
          config.task().name() + ": action.kind: the scripted operator flies by velocity only");
    gate = config.task().reward();
    heading_rad = config.task().start().heading_rad();
    speed_max_m_s = config.flight().quadrotor().limits().speed_max_m_s();
    yaw_rate_max_rad_s = config.flight().quadrotor().limits().rates_max_rad_s()[2];
    hz = config.task().policy_hz();
  }

  @Override
  public void look(StateFrame state, Objects objects) {
    Progress p = objects.course;
    if (p.passed < gate.waypoints_m().length) toWaypoint(p);
    else throughGate(p);
    remainingSteps = hz * way_m(p) / (CRUISE * gate.speed_m_s());
  }

  private void toWaypoint(Progress p) {
    double far_m = norm(p.next_m);
    double speed_m_s = CRUISE * gate.speed_m_s();
    for (int i = 0; i < 3; i++) v_gate_m_s[i] = speed_m_s * p.next_m[i] / Math.max(far_m, 1e-6);
  }

  private void throughGate(Progress p) {
    double[] at = p.p_gate_body_m;
    double off_m = Math.hypot(at[1], at[2]);
    double before_m = Math.max(-at[0], 0.1);
    double astray = off_m / (ASTRAY * before_m + gate.hull_m());
    double most_m_s = CRUISE * gate.speed_m_s();
    double toAxis = Math.min(AXIS_1_s, most_m_s / Math.max(off_m, 1e-6));
    v_gate_m_s[0] = THROUGH * gate.speed_m_s() * Math.clamp(2 - astray, -0.3, 1);
    v_gate_m_s[1] = -toAxis * at[1];
    v_gate_m_s[2] = -toAxis * at[2];
  }

  private double way_m(Progress p) {
    double[][] ways = gate.waypoints_m();
    double way_m = norm(p.next_m);
    for (int i = p.passed; i < ways.length; i++)
      way_m += between(ways[i], i + 1 < ways.length ? ways[i + 1] : MIDDLE);
    return way_m;
  }

  private static double between(double[] a, double[] b) {
    return Math.hypot(Math.hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]);
  }

  private static double norm(double[] v) {
    return Math.hypot(Math.hypot(v[0], v[1]), v[2]);
  }

  /** The velocity in shares of the vehicle's, in the world frame; then back to its heading. */
  @Override
  public void act(StateFrame state, double[] action) {
    double cos = Math.cos(gate.yaw_rad()), sin = Math.sin(gate.yaw_rad());
    action[0] = (cos * v_gate_m_s[0] - sin * v_gate_m_s[1]) / speed_max_m_s;
    action[1] = (sin * v_gate_m_s[0] + cos * v_gate_m_s[1]) / speed_max_m_s;
    action[2] = v_gate_m_s[2] / speed_max_m_s;
    double[] q = state.q_base_tool;
    double yaw_rad =
        Math.atan2(2 * (q[0] * q[3] + q[1] * q[2]), 1 - 2 * (q[2] * q[2] + q[3] * q[3]));
    double turn_rad = Math.IEEEremainder(heading_rad - yaw_rad, 2 * Math.PI);
    action[3] = YAW_1_s * turn_rad / yaw_rate_max_rad_s;
    for (int i = 0; i < ActionSpace.Flight.DIM; i++) action[i] = Math.clamp(action[i], -1, 1);
  }

  @Override
  public double remainingSteps() {
    return remainingSteps;
  }
}
