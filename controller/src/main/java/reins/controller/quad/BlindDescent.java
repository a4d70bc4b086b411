package reins.controller.quad;

import reins.contract.config.FlightConfig;
import reins.contract.config.QuadrotorConfig;

/**
 * The thrust of a descent without a state: first away with the vertical speed that was seen last,
 * then a little less than carries it.
 *
 * <pre>
 *   v = v_z                             with every state
 *   v += (f up - g) dt                  without: what was commanded since
 *   f = g / 2        while v > -min(1 m/s, v_0 / 3)     where v_0 > 0.3 m/s
 *       3 g / 2      while v < -max(1 m/s, -v_0 / 3)
 *       descent      then
 * </pre>
 *
 * <p>A climb is braked past zero and a fall to a third, so that one with a tenth more thrust than
 * is known, which brakes 0.9 and 1.3 times as hard, sinks after both.
 *
 * <p>Threads: the control loop's.
 */
final class BlindDescent {
  private static final double LESS_m_s2 = 0.5 * QuadrotorConfig.G_m_s2;
  private static final double MORE_m_s2 = 1.5 * QuadrotorConfig.G_m_s2;

  /** Rising no faster it need not brake. */
  private static final double CALM_m_s = 0.3;

  /** Sinking no faster it need not brake. */
  private static final double SOFT_m_s = 1;

  private static final double REST = 1.0 / 3;

  /** Thrust says nothing about the vertical speed of what lies on its side. */
  private static final double UPRIGHT = 0.5;

  private final double descent_m_s2;
  private final double fastest_m_s;
  private final long known_ns;
  private long stamp_ns;
  private double v_m_s;
  private double until_m_s;
  private boolean rises;
  private boolean falls;

  BlindDescent(FlightConfig.Resolved config) {
    FlightConfig.Ladder ladder = config.flight().ladder();
    descent_m_s2 = ladder.descent_m_s2();
    fastest_m_s = config.quadrotor().limits().speed_max_m_s();
    // It begins once the state is lost: one much older than that is of another flight.
    known_ns = Math.round(2e9 * ladder.state_lost_s());
  }

  /**
   * Carries the vertical speed on through one tick.
   *
   * @param level whether it is told to be level, wherever it was seen last
   * @param thrust_m_s2 commanded, over mass
   */
  void flown(double dt_s, FlightState state, boolean level, double thrust_m_s2) {
    double up = level ? 1 : state.upright();
    boolean news = state.stamp_ns != stamp_ns;
    stamp_ns = state.stamp_ns;
    v_m_s = news ? state.v_m_s[2] : v_m_s + (up * thrust_m_s2 - QuadrotorConfig.G_m_s2) * dt_s;
  }

  /** Begins at the speed that it has by now; at none where that is not known. */
  void begin(long now_ns, FlightState state) {
    boolean known = now_ns - state.stamp_ns <= known_ns && state.upright() > UPRIGHT;
    v_m_s = known ? Math.clamp(v_m_s, -fastest_m_s, fastest_m_s) : 0;
    rises = v_m_s > CALM_m_s;
    falls = v_m_s < -SOFT_m_s;
    double rest_m_s = REST * Math.abs(v_m_s);
    until_m_s = -(rises ? Math.min(SOFT_m_s, rest_m_s) : Math.max(SOFT_m_s, rest_m_s));
  }

  /** Thrust over mass of this tick. */
  double thrust_m_s2() {
    rises &= v_m_s > until_m_s;
    falls &= v_m_s < until_m_s;
    return rises ? LESS_m_s2 : falls ? MORE_m_s2 : descent_m_s2;
  }
}
