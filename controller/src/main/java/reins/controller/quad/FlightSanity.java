package reins.controller.quad;

import reins.contract.config.FlightConfig;
import reins.contract.config.QuadrotorConfig;
import reins.contract.exchange.Fault;
import reins.contract.exchange.FlightFault;

/**
 * Whether a vehicle's state may be believed: a sample that is not finite, or whose place jumped, is
 * one that did not come. The last good one stands meanwhile and grows old.
 *
 * <p>A place that stays where it jumped to is believed in the end, and never without a tick that
 * says that nothing could be made of the state: what follows is a landing.
 *
 * <p>Threads: the control loop's.
 */
final class FlightSanity {
  /** A quaternion's square may be so far from one. */
  private static final double UNIT = 0.1;

  private final FlightConfig.Ladder ladder;
  private final QuadrotorConfig quadrotor;
  private final long lost_ns;

  FlightSanity(FlightConfig.Resolved config) {
    ladder = config.flight().ladder();
    quadrotor = config.quadrotor();
    lost_ns = Math.round(1e9 * ladder.state_lost_s());
  }

  /**
   * Judges what the port has read.
   *
   * @param seen the newest sample
   * @param state written: what the autopilot says of itself; the sample, where it is believed
   * @return bits of {@link FlightFault} and {@link Fault}; with {@link Fault#STATE_STALE} nothing
   *     may be made of the state
   */
  int check(long now_ns, FlightState seen, FlightState state) {
    state.takeWords(seen);
    int fault = (seen.accepting ? 0 : FlightFault.NOT_ACCEPTING);
    if (!seen.heartbeat) fault |= FlightFault.HEARTBEAT_LOST;
    if (seen.stamp_ns == 0) return fault | Fault.STATE_STALE;
    int wrong = !finite(seen) ? Fault.STATE_NOT_FINITE : jumped(seen, state) ? Fault.STATE_JUMP : 0;
    boolean settled = wrong == Fault.STATE_JUMP && seen.position_ns - state.position_ns > lost_ns;
    if (wrong == 0 || settled) {
      state.takeMotion(seen);
      Rotations.toMatrix(state.q_world_body, state.r_world_body);
    }
    boolean old = now_ns - state.stamp_ns > lost_ns;
    return fault | wrong | (old || settled ? Fault.STATE_STALE : 0);
  }

  private static boolean finite(FlightState seen) {
    double sum = 0, norm = 0;
    for (int i = 0; i < 3; i++)
      sum += 0 * (seen.p_m[i] + seen.v_m_s[i] + seen.w_body_rad_s[i] + seen.f_body_m_s2[i]);
    for (int i = 0; i < 4; i++) norm += seen.q_world_body[i] * seen.q_world_body[i];
    return sum == 0 && Math.abs(norm - 1) < UNIT;
  }

  /**
   * Whether the place moved further than its speed and the vehicle's acceleration explain.
   *
   * <pre>
   *   |p - (p_0 + v_0 t)| > jump + a t^2
   * </pre>
   */
  private boolean jumped(FlightState seen, FlightState state) {
    if (state.position_ns == 0) return false;
    double t_s = 1e-9 * (seen.position_ns - state.position_ns);
    double square = 0;
    for (int i = 0; i < 3; i++) {
      double off = seen.p_m[i] - state.p_m[i] - state.v_m_s[i] * t_s;
      square += off * off;
    }
    double most_m = ladder.jump_m() + quadrotor.limits().accel_max_m_s2() * t_s * t_s;
    return !(Math.sqrt(square) <= most_m);
  }
}
