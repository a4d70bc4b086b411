package reins.controller.quad;

import reins.contract.config.FlightConfig;
import reins.contract.config.QuadrotorConfig;
import reins.contract.exchange.Fault;
import reins.contract.exchange.FlightFault;

/**
 * The last hand: keeps force within tilt and thrust, rates within theirs, and what leaves finite.
 *
 * <p>Threads: the control loop's.
 */
final class FlightLimiter {
  /** Least thrust in the air, in shares of gravity: without thrust there is no attitude. */
  private static final double LEAST = 0.3;

  /** Share of full thrust that a trajectory may ask for: the rest is attitude's. */
  private static final double MOST = 0.95;

  private final double slope;
  private final double[] rates_max_rad_s;

  FlightLimiter(FlightConfig.Resolved config) {
    slope = Math.tan(config.quadrotor().limits().tilt_max_rad());
    rates_max_rad_s = config.quadrotor().limits().rates_max_rad_s();
  }

  /**
   * Bounds a force; height comes before sideways.
   *
   * @param thrust_max_m_s2 what full thrust accelerates to
   * @param force_m_s2 [3] over mass; written
   * @return bits of {@link FlightFault}
   */
  int force(double thrust_max_m_s2, double[] force_m_s2) {
    double most = MOST * thrust_max_m_s2;
    double up =
        Math.clamp(
            force_m_s2[2],
            LEAST * QuadrotorConfig.G_m_s2,
            Math.max(most, LEAST * QuadrotorConfig.G_m_s2));
    double aside = Math.sqrt(force_m_s2[0] * force_m_s2[0] + force_m_s2[1] * force_m_s2[1]);
    double room = Math.min(slope * up, Math.sqrt(Math.max(0, most * most - up * up)));
    double share = aside > room ? room / aside : 1;
    boolean clipped = share < 1 || up != force_m_s2[2];
    force_m_s2[0] *= share;
    force_m_s2[1] *= share;
    force_m_s2[2] = up;
    return clipped ? FlightFault.THRUST_CLIPPED : 0;
  }

  /** Bounds a command; one that is not finite becomes a level hover. {@code command} written. */
  int command(double hover, double yaw_rad, FlightCommand command) {
    boolean flies =
        command.kind != FlightCommand.Kind.NONE && command.kind != FlightCommand.Kind.OFF;
    if (!flies) return 0;
    int fault = 0;
    double sum = 0 * (command.thrust + command.yaw_rad + command.dyaw_rad_s);
    for (int i = 0; i < 3; i++)
      sum += 0 * (command.w_body_rad_s[i] + command.p_m[i] + command.v_m_s[i] + command.a_m_s2[i]);
    for (int i = 0; i < 4; i++) sum += 0 * command.q_world_body[i];
    if (sum != 0) {
      level(yaw_rad, command);
      command.kind = FlightCommand.Kind.ATTITUDE;
      command.thrust = hover;
      command.yaw_rad = command.dyaw_rad_s = 0;
      for (int i = 0; i < 3; i++) command.p_m[i] = command.v_m_s[i] = command.a_m_s2[i] = 0;
      fault = Fault.COMMAND_NOT_FINITE;
    }
    for (int i = 0; i < 3; i++) {
      double w = Math.clamp(command.w_body_rad_s[i], -rates_max_rad_s[i], rates_max_rad_s[i]);
      if (w != command.w_body_rad_s[i]) fault |= FlightFault.RATES_CLIPPED;
      command.w_body_rad_s[i] = w;
    }
    double thrust = Math.clamp(command.thrust, 0, 1);
    if (thrust != command.thrust) fault |= FlightFault.THRUST_CLIPPED;
    command.thrust = thrust;
    return fault;
  }

  /** Upright, heading to yaw, not turning. {@code command} written. */
  static void level(double yaw_rad, FlightCommand command) {
    double yaw = Double.isFinite(yaw_rad) ? yaw_rad : 0;
    command.q_world_body[0] = Math.cos(yaw / 2);
    command.q_world_body[1] = command.q_world_body[2] = 0;
    command.q_world_body[3] = Math.sin(yaw / 2);
    for (int i = 0; i < 3; i++) command.w_body_rad_s[i] = 0;
  }
}
