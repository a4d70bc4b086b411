package reins.sim.quad;

import reins.contract.config.QuadrotorConfig;
import reins.contract.geometry.Quaternions;
import reins.controller.quad.FlightCommand;
import reins.controller.quad.Rotations;

/**
 * The flight controller on board, as far as its set-points show it: attitude and rate loops, mixer,
 * and what it does when set-points stay away. It knows the vehicle as the file says, not as it is.
 *
 * <p>Threads: one. Allocates nothing after construction.
 *
 * <p>Source: PX4 (offboard loss after 1.0 s, then it lands level; back only on request); Crazyflie
 * firmware (mixer, common reduction of all motors when the highest saturates).
 */
final class Autopilot {
  /** Without a set-point for so long it flies by itself. */
  static final double OFFBOARD_LOSS_s = 1.0;

  private static final double ATTITUDE_1_s = 8;

  /** It turns to a heading at this rate. */
  static final double YAW_1_s = 3;

  private static final double RATE_1_s = 40;
  private static final double DAMPING = 1;
  private static final double SINK_m_s = 0.7;
  private static final double SINK_GAIN_s_m = 0.3;

  /** Its own loops of position and velocity. */
  private static final double POSITION_1_s2 = 8;

  private static final double VELOCITY_1_s = 4;

  private final QuadrotorConfig q;
  private final FlightCommand command = new FlightCommand();
  private final double[] wanted = new double[3];
  private final double[] last = new double[3];
  private final double[] error = new double[4];
  private final double[] conjugate = new double[4];
  private final double[] level = {1, 0, 0, 0};
  private final double[] force_m_s2 = new double[3];
  private final double[] r_wanted = new double[9];
  private final double[] q_wanted = new double[4];
  private double silent_s;
  private double loss_s = OFFBOARD_LOSS_s;
  private double sink_m_s = SINK_m_s;
  private boolean offboard = true;
  private boolean armed = true;

  Autopilot(QuadrotorConfig q) {
    this.q = q;
  }

  /** Takes a set-point. */
  void accept(FlightCommand from) {
    command.set(from);
    silent_s = 0;
  }

  /** A pilot takes it from its set-points, or gives it back to them. */
  void offboard(boolean on) {
    offboard = on;
    silent_s = 0;
  }

  /** Whether set-points fly it. */
  boolean offboard() {
    return offboard;
  }

  /** How long it goes on without set-points. */
  void lossAfter(double time_s) {
    loss_s = time_s;
  }

  /** How fast it sinks where it flies by itself; 0: it stays. */
  void sinks(double speed_m_s) {
    sink_m_s = speed_m_s;
  }

  /** Whether its motors may turn. */
  void arm(boolean on) {
    armed = on;
  }

  /** How long no set-point came. */
  double silent_s() {
    return silent_s;
  }

  /**
   * One step of its loops.
   *
   * @param p_m [3] measured
   * @param v_m_s [3] measured
   * @param w_body_rad_s [3] measured
   * @param out [4] thrust of each rotor in newtons as the file's rotors would give it, written
   */
  void step(
      double dt_s,
      double[] p_m,
      double[] v_m_s,
      double[] q_world_body,
      double[] w_body_rad_s,
      double[] out) {
    silent_s += dt_s;
    if (silent_s > loss_s) offboard = false;
    double share = command.thrust;
    if (!offboard) {
      share = q.hoverThrust() * Math.max(0.3, 1 - SINK_GAIN_s_m * (v_m_s[2] + sink_m_s));
      attitude(level, q_world_body);
    } else if (command.kind == FlightCommand.Kind.ATTITUDE) {
      attitude(command.q_world_body, q_world_body);
    } else if (command.thrusts() || command.kind == FlightCommand.Kind.OFF) {
      System.arraycopy(command.w_body_rad_s, 0, wanted, 0, 3);
    } else {
      share = follow(p_m, v_m_s, q_world_body);
      attitude(q_wanted, q_world_body);
    }
    boolean off = !armed || offboard && command.kind == FlightCommand.Kind.OFF;
    mix(off ? 0 : share, dt_s, w_body_rad_s, off, out);
  }

  /** a = k_p (p_sp - p) + k_v (v_sp - v) + a_sp, as thrust and {@code q_wanted}. */
  private double follow(double[] p_m, double[] v_m_s, double[] q_world_body) {
    boolean position = command.kind == FlightCommand.Kind.POSITION;
    for (int i = 0; i < 3; i++) {
      double pull = position ? POSITION_1_s2 * (command.p_m[i] - p_m[i]) + command.a_m_s2[i] : 0;
      double a = pull + VELOCITY_1_s * (command.v_m_s[i] - v_m_s[i]);
      double most = q.limits().accel_max_m_s2();
      force_m_s2[i] = Math.clamp(a, -most, most) + (i == 2 ? QuadrotorConfig.G_m_s2 : 0);
    }
    force_m_s2[2] = Math.max(force_m_s2[2], 0.3 * QuadrotorConfig.G_m_s2);
    Rotations.along(force_m_s2, command.yaw_rad, r_wanted);
    Quaternions.fromMatrix(r_wanted, q_wanted);
    double norm = 0;
    for (int i = 0; i < 3; i++) norm += force_m_s2[i] * force_m_s2[i];
    return q.hoverThrust() * Math.sqrt(norm) / QuadrotorConfig.G_m_s2;
  }

  /** w = 2 k sgn(q_e,w) vec(q_e) */
  private void attitude(double[] to, double[] from) {
    Quaternions.conjugate(from, conjugate);
    Quaternions.multiply(conjugate, to, error);
    double sign = error[0] < 0 ? -2 : 2;
    for (int i = 0; i < 3; i++) {
      double most = q.limits().rates_max_rad_s()[i];
      double k = i == 2 ? YAW_1_s : ATTITUDE_1_s;
      wanted[i] = Math.clamp(sign * k * error[1 + i], -most, most);
    }
  }

  /** J dw = k (w_wanted - w) - d dw, spread over four rotors in an X. */
  private void mix(double share, double dt_s, double[] w, boolean off, double[] out) {
    double[] j = q.inertia_kgm2();
    double lever_m = q.rotor().arm_m() / Math.sqrt(2);
    double[] tau = error; // three of its numbers
    for (int i = 0; i < 3; i++) {
      double dw = (w[i] - last[i]) / dt_s;
      last[i] = w[i];
      tau[i] = j[i] * (RATE_1_s * (wanted[i] - w[i]) - DAMPING * dw);
    }
    double most = q.rotor().thrust_max_N(), highest = 0;
    for (int i = 0; i < 4; i++) {
      double roll = Rotors.Y[i] * tau[0] / (4 * lever_m);
      double pitch = -Rotors.X[i] * tau[1] / (4 * lever_m);
      double yaw = Rotors.SPIN[i] * tau[2] / (4 * q.rotor().torque_per_thrust_m());
      // Yaw is weak and may not take the thrust that roll and pitch need.
      yaw = Math.clamp(yaw, -0.15 * most, 0.15 * most);
      out[i] = share * most + roll + pitch + yaw;
      highest = Math.max(highest, out[i]);
    }
    for (int i = 0; i < 4; i++)
      out[i] = off ? 0 : Math.clamp(out[i] - Math.max(0, highest - most), 0, most);
  }
}
