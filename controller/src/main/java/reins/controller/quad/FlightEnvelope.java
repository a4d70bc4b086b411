package reins.controller.quad;

import reins.contract.config.FlightConfig;
import reins.contract.config.QuadrotorConfig;
import reins.contract.exchange.FlightFault;

/**
 * Judges where a believed vehicle is, and what with: within fence, tilt and speed; battery.
 *
 * <p>Threads: the control loop's.
 */
final class FlightEnvelope {
  /** An upset that passes by itself is none. */
  private static final double UPSET_s = 0.3;

  /** A battery's voltage sags for moments. */
  private static final double SAGGING_s = 1.0;

  /** A voltage older than this is nobody's: a Crazyflie tells it once a second. */
  private static final long BATTERY_OLD_ns = 3_000_000_000L;

  private static final double SPEED_MARGIN = 1.25;

  private final FlightConfig.Ladder ladder;
  private final FlightConfig.Fence fence;
  private final QuadrotorConfig quadrotor;
  private double fast_s;
  private double tumbling_s;
  private double low_s;

  FlightEnvelope(FlightConfig.Resolved config) {
    ladder = config.flight().ladder();
    fence = config.flight().fence();
    quadrotor = config.quadrotor();
  }

  /**
   * Judges what is known of the vehicle.
   *
   * @param believed whether anything may be made of the state but what is said of the battery
   * @return bits of {@link FlightFault}
   */
  int check(long now_ns, double dt_s, boolean believed, FlightState state) {
    int fault = battery(now_ns, dt_s, state);
    return believed ? fault | place(state) | speed(dt_s, state) | tilt(dt_s, state) : fault;
  }

  private int battery(long now_ns, double dt_s, FlightState state) {
    // A voltage that nobody measures is low.
    boolean measured = state.battery_ns != 0 && now_ns - state.battery_ns <= BATTERY_OLD_ns;
    boolean low = !(measured && state.battery_V >= quadrotor.battery_low_V());
    low_s = low ? low_s + dt_s : 0;
    return low_s > SAGGING_s ? FlightFault.BATTERY_LOW : 0;
  }

  private int place(FlightState state) {
    double out_m = 0;
    for (int i = 0; i < 3; i++) {
      double over = state.p_m[i] - fence.high_m()[i];
      // The ground is not a breach of the least height.
      double under = i == 2 ? 0 : fence.low_m()[i] - state.p_m[i];
      out_m = Math.max(out_m, Math.max(over, under));
    }
    int fault = out_m > 0 ? FlightFault.OUTSIDE_FENCE : 0;
    return out_m > fence.breach_m() ? fault | FlightFault.FENCE_BREACHED : fault;
  }

  private int speed(double dt_s, FlightState state) {
    double square = 0;
    for (int i = 0; i < 3; i++) square += state.v_m_s[i] * state.v_m_s[i];
    boolean fast = Math.sqrt(square) > SPEED_MARGIN * quadrotor.limits().speed_max_m_s();
    fast_s = fast ? fast_s + dt_s : 0;
    return fast_s > UPSET_s ? FlightFault.TOO_FAST : 0;
  }

  private int tilt(double dt_s, FlightState state) {
    boolean tilted = state.upright() < Math.cos(ladder.tilt_lost_rad());
    tumbling_s = tilted ? tumbling_s + dt_s : 0;
    return tumbling_s > UPSET_s ? FlightFault.TILT_LOST : 0;
  }
}
