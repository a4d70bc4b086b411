package reins.controller.quad.port;

import reins.contract.geometry.Quaternions;
import reins.controller.quad.FlightState;
import reins.ros.hot.PoseStamped;

/**
 * Velocity, body rates and acceleration of a vehicle of which only poses are seen: an alpha-beta
 * filter on the position, differences of the orientation, and of that velocity.
 *
 * <pre>
 *   r = p_seen - (p + v dt)     p += v dt + alpha r     v += beta r / dt
 * </pre>
 *
 * <p>How far apart two poses are in time is what their stamps say, where these go on: on their way
 * poses bunch. A pose far from where the vehicle can be is none.
 *
 * <p>Threads: the control loop's.
 */
final class PoseTrack {
  private static final double ALPHA = 0.7;

  /** Critically damped beside alpha: alpha^2 / (2 - alpha). */
  private static final double BETA = ALPHA * ALPHA / (2 - ALPHA);

  private static final double SMOOTH = 0.3;
  private static final double G_m_s2 = 9.80665;

  /** After a gap as long nothing is known of velocities. */
  private static final double GAP_s = 0.2;

  /** Two poses closer than this are one. */
  private static final double LEAST_s = 1e-3;

  /** A quaternion's square may be so far from one. */
  private static final double UNIT = 0.1;

  private final double[] q = new double[4];
  private final double[] inverse = new double[4];
  private final double[] turn = new double[4];
  private final double[] a_m_s2 = new double[3];
  private final double[] force = new double[3];
  private final double jump_m;
  private final double accel_max_m_s2;
  private long seen_ns;
  private long stamp_ns;

  /**
   * @param jump_m a place that moved further than its speed explains, by so much, is none
   * @param accel_max_m_s2 the vehicle's
   */
  PoseTrack(double jump_m, double accel_max_m_s2) {
    this.jump_m = jump_m;
    this.accel_max_m_s2 = accel_max_m_s2;
  }

  /**
   * Takes a pose; one that is not finite, turns by no quaternion, or jumped, is none, and leaves no
   * trace.
   *
   * @param state written
   * @return whether it was one
   */
  boolean see(long arrival_ns, PoseStamped pose, FlightState state) {
    OdometryFields.quaternion(pose.orientation_xyzw, 0, q);
    if (!sound(pose)) return false;
    double arrived_s = 1e-9 * (arrival_ns - seen_ns), stamped_s = 1e-9 * (pose.stamp_ns - stamp_ns);
    double dt_s = stamped_s > 0 && stamped_s < GAP_s ? stamped_s : arrived_s;
    boolean first = seen_ns == 0 || arrived_s > GAP_s;
    if (!first && dt_s < LEAST_s) return true;
    if (!first && jumped(pose, dt_s, state)) return false;
    seen_ns = arrival_ns;
    stamp_ns = pose.stamp_ns;
    for (int i = 0; i < 3; i++) {
      double before_m_s = state.v_m_s[i];
      double ahead_m = first ? pose.position_m[i] : state.p_m[i] + before_m_s * dt_s;
      double off_m = pose.position_m[i] - ahead_m;
      state.p_m[i] = ahead_m + ALPHA * off_m;
      state.v_m_s[i] = first ? 0 : before_m_s + BETA * off_m / dt_s;
      double change = first ? 0 : (state.v_m_s[i] - before_m_s) / dt_s;
      a_m_s2[i] = first ? 0 : a_m_s2[i] + SMOOTH * (change - a_m_s2[i]);
    }
    turn(first, dt_s, state);
    // f = R^T (a + g e3)
    for (int i = 0; i < 3; i++) force[i] = a_m_s2[i] + (i == 2 ? G_m_s2 : 0);
    Quaternions.conjugate(q, inverse);
    Quaternions.rotate(inverse, force, state.f_body_m_s2);
    return true;
  }

  private boolean sound(PoseStamped pose) {
    double sum = 0, norm = 0;
    for (int i = 0; i < 3; i++) sum += 0 * pose.position_m[i];
    for (int i = 0; i < 4; i++) norm += q[i] * q[i];
    return sum == 0 && Math.abs(norm - 1) < UNIT;
  }

  /** |p_seen - (p + v dt)| > jump + a dt^2 */
  private boolean jumped(PoseStamped pose, double dt_s, FlightState state) {
    double square = 0;
    for (int i = 0; i < 3; i++) {
      double off = pose.position_m[i] - state.p_m[i] - state.v_m_s[i] * dt_s;
      square += off * off;
    }
    return !(Math.sqrt(square) <= jump_m + accel_max_m_s2 * dt_s * dt_s);
  }

  /** w = 2 vec(q_before^-1 q) / dt, for small turns. */
  private void turn(boolean first, double dt_s, FlightState state) {
    Quaternions.conjugate(state.q_world_body, inverse);
    Quaternions.multiply(inverse, q, turn);
    double sign = turn[0] < 0 ? -2 : 2;
    for (int i = 0; i < 3; i++) {
      double w = first ? 0 : sign * turn[1 + i] / dt_s;
      state.w_body_rad_s[i] +=
          first ? -state.w_body_rad_s[i] : SMOOTH * (w - state.w_body_rad_s[i]);
    }
    for (int i = 0; i < 4; i++) state.q_world_body[i] = q[i];
  }
}
