package reins.controller.quad;

import reins.contract.config.FlightConfig;
import reins.contract.config.QuadrotorConfig;
import reins.contract.exchange.Fault;
import reins.contract.exchange.FlightFault;

/**
 * Judges a vehicle's state before anything is made of it: finite, fresh, where it can be; within
 * fence, tilt and speed; battery.
 *
 * <p>Threads: the control loop's.
 */
final class StateGuard {
  /** An upset that passes by itself is none. */
  private static final double TUMBLING_s = 0.3;

  /** A battery's voltage sags for moments. */
  private static final double SAGGING_s = 1.0;

  private static final double SPEED_MARGIN = 1.25;

  private final FlightConfig.Ladder ladder;
  private final FlightConfig.Fence fence;
  private final QuadrotorConfig quadrotor;
  private final long lost_ns;
  private final double[] trusted_m = new double[3];
  private final double[] speed_m_s = new double[3];
  private long trusted_ns;
  private double tumbling_s;
  private double low_s;

  StateGuard(FlightConfig.Resolved config) {
    ladder = config.flight().ladder();
    fence = config.flight().fence();
    quadrotor = config.quadrotor();
    lost_ns = Math.round(1e9 * ladder.state_lost_s());
  }

  /**
   * Judges the newest state.
   *
   * @param state its matrix is written
   * @return bits of {@link FlightFault} and {@link Fault}; with {@link Fault#STATE_STALE} nothing
   *     may be made of it
   */
  int check(long now_ns, double dt_s, FlightState state) {
    int fault = battery(dt_s, state);
    if (!state.accepting) fault |= FlightFault.NOT_ACCEPTING;
    if (!state.heartbeat) fault |= FlightFault.HEARTBEAT_LOST;
    if (state.stamp_ns == 0 || now_ns - state.stamp_ns > lost_ns) return fault | Fault.STATE_STALE;
    if (!finite(state)) return fault | Fault.STATE_NOT_FINITE | Fault.STATE_STALE;
    if (jumped(state)) fault |= Fault.STATE_JUMP | Fault.STATE_STALE;
    // Out of position feedback for as long as a stale state would be, then believed where it is.
    if ((fault & Fault.STATE_JUMP) != 0 && state.stamp_ns - trusted_ns <= lost_ns) return fault;
    remember(state);
    Rotations.toMatrix(state.q_world_body, state.r_world_body);
    return fault | envelope(dt_s, state);
  }

  private int battery(double dt_s, FlightState state) {
    // A voltage that nobody measures is low.
    boolean low = !(state.battery_V >= quadrotor.battery_low_V());
    low_s = low ? low_s + dt_s : 0;
    return low_s > SAGGING_s ? FlightFault.BATTERY_LOW : 0;
  }

  private static boolean finite(FlightState state) {
    double sum = 0, norm = 0;
    for (int i = 0; i < 3; i++)
      sum += 0 * (state.p_m[i] + state.v_m_s[i] + state.w_body_rad_s[i] + state.f_body_m_s2[i]);
    for (int i = 0; i < 4; i++) norm += state.q_world_body[i] * state.q_world_body[i];
    return sum == 0 && Math.abs(norm - 1) < 0.1;
  }

  private boolean jumped(FlightState state) {
    if (trusted_ns == 0 || state.stamp_ns == trusted_ns) return false;
    double dt_s = 1e-9 * (state.stamp_ns - trusted_ns);
    double square = 0;
    for (int i = 0; i < 3; i++) {
      double off = state.p_m[i] - trusted_m[i] - speed_m_s[i] * dt_s;
      square += off * off;
    }
    return !(Math.sqrt(square)
        <= ladder.jump_m() + quadrotor.limits().accel_max_m_s2() * dt_s * dt_s);
  }

  private void remember(FlightState state) {
    trusted_ns = state.stamp_ns;
    for (int i = 0; i < 3; i++) {
      trusted_m[i] = state.p_m[i];
      speed_m_s[i] = state.v_m_s[i];
    }
  }

  private int envelope(double dt_s, FlightState state) {
    double out_m = 0, square = 0;
    for (int i = 0; i < 3; i++) {
      double over = state.p_m[i] - fence.high_m()[i];
      // The ground is not a breach of the least height.
      double under = i == 2 ? 0 : fence.low_m()[i] - state.p_m[i];
      out_m = Math.max(out_m, Math.max(over, under));
      square += state.v_m_s[i] * state.v_m_s[i];
    }
    int fault = out_m > 0 ? FlightFault.OUTSIDE_FENCE : 0;
    if (out_m > fence.breach_m()) fault |= FlightFault.FENCE_BREACHED;
    if (Math.sqrt(square) > SPEED_MARGIN * quadrotor.limits().speed_max_m_s())
      fault |= FlightFault.TOO_FAST;
    boolean tilted = state.upright() < Math.cos(ladder.tilt_lost_rad());
    tumbling_s = tilted ? tumbling_s + dt_s : 0;
    return tumbling_s > TUMBLING_s ? fault | FlightFault.TILT_LOST : fault;
  }
}
