package reins.sim.quad;

import reins.contract.config.QuadrotorConfig;

/**
 * One vehicle of a {@link QuadWorld}: rotors with lag, drag, ground effect, wash from above, and
 * the autopilot on board.
 *
 * <p>Threads: one. Allocates nothing after construction. Units and frames: SI, world frame z up.
 */
final class Vehicle {
  /**
   * The most that the ground adds to thrust.
   *
   * <p>Source: gym-pybullet-drones, which clips the height there.
   */
  private static final double GROUND_MOST = 1.0 / 15;

  /**
   * The wake's published fit grows without bound as distance falls; a weight is kept as its end.
   */
  private static final double WASH_MOST = 1;

  final QuadrotorConfig q;
  final Airframe frame;
  final Autopilot autopilot;
  final double[] p_m = new double[3];
  final double[] q_world_body = {1, 0, 0, 0};
  final double[] v_m_s = new double[3];
  final double[] w_body_rad_s = new double[3];
  final double[] r = {1, 0, 0, 0, 1, 0, 0, 0, 1};
  final double[] f_body_m_s2 = new double[3];

  /** [6] force in the world frame, torque in the body frame. */
  final double[] wrench = new double[6];

  double battery_V;
  double wash_N;
  private final double[] wanted_N = new double[4];
  private final double[] thrust_N = new double[4];

  Vehicle(QuadrotorConfig q, Airframe frame) {
    this.q = q;
    this.frame = frame;
    autopilot = new Autopilot(q);
    battery_V = 1.1 * q.battery_low_V();
  }

  /** Half the height of its hull: how high its centre is when it stands. */
  static double halfHeight_m(QuadrotorConfig q) {
    return 0.3 * q.rotor().arm_m();
  }

  boolean onGround() {
    return p_m[2] < halfHeight_m(q) + 0.015 && Math.abs(v_m_s[2]) < 0.15;
  }

  /** Adds the push of a vehicle above it. */
  void washedBy(Vehicle above) {
    double down_m = above.p_m[2] - p_m[2];
    if (down_m <= 0 || down_m > 30 * q.rotor().arm_m() + 2) return;
    double aside_m = Math.hypot(above.p_m[0] - p_m[0], above.p_m[1] - p_m[1]);
    QuadrotorConfig.Downwash wash = above.q.downwash();
    double width_m = Math.max(Math.abs(wash.spread() * down_m + wash.offset_m()), 0.02);
    if (aside_m > 4 * width_m) return;
    double near = above.q.rotor().radius_m() / (4 * down_m);
    double aside = aside_m / width_m;
    double weight_N = q.mass_kg() * QuadrotorConfig.G_m_s2;
    double push = wash.strength() * near * near * Math.exp(-aside * aside / 2);
    wash_N = Math.min(WASH_MOST * weight_N, wash_N + weight_N * push);
  }

  /** Moves autopilot and rotors by one step and leaves the wrench of this step. */
  void step(double dt_s) {
    autopilot.step(dt_s, p_m, v_m_s, q_world_body, w_body_rad_s, wanted_N);
    double lift = 1 + ground();
    double scale = frame.thrust_max_N() / q.rotor().thrust_max_N();
    double share = 1 - Math.exp(-dt_s / frame.lag_s());
    double lever_m = q.rotor().arm_m() / Math.sqrt(2);
    double all = 0, x = 0, y = 0, z = 0;
    for (int i = 0; i < 4; i++) {
      thrust_N[i] += share * (scale * wanted_N[i] - thrust_N[i]);
      all += lift * thrust_N[i];
      x += lift * lever_m * Rotors.Y[i] * thrust_N[i];
      y -= lift * lever_m * Rotors.X[i] * thrust_N[i];
      z += frame.torque_per_thrust_m() * Rotors.SPIN[i] * thrust_N[i];
    }
    force(all);
    wrench[3] = x;
    wrench[4] = y;
    wrench[5] = z;
  }

  private double ground() {
    double high_m = Math.max(p_m[2], 1e-3);
    double near = q.rotor().radius_m() / (4 * high_m);
    return Math.min(GROUND_MOST, q.ground_effect() * near * near);
  }

  /** F = R (T e3 - m D R^T v) - wash e3 */
  private void force(double all_N) {
    for (int i = 0; i < 3; i++) {
      double v_body = r[i] * v_m_s[0] + r[3 + i] * v_m_s[1] + r[6 + i] * v_m_s[2];
      double body_N = (i == 2 ? all_N : 0) - frame.mass_kg() * frame.drag_1_s()[i] * v_body;
      f_body_m_s2[i] = (body_N - r[6 + i] * wash_N) / frame.mass_kg();
    }
    for (int i = 0; i < 3; i++)
      wrench[i] =
          frame.mass_kg()
              * (r[3 * i] * f_body_m_s2[0]
                  + r[3 * i + 1] * f_body_m_s2[1]
                  + r[3 * i + 2] * f_body_m_s2[2]);
  }

  /** Takes over what MuJoCo made of the step. */
  void moved(double[] qpos, int at, double[] qvel, int speedAt) {
    for (int i = 0; i < 3; i++) {
      p_m[i] = qpos[at + i];
      v_m_s[i] = qvel[speedAt + i];
      w_body_rad_s[i] = qvel[speedAt + 3 + i];
    }
    for (int i = 0; i < 4; i++) q_world_body[i] = qpos[at + 3 + i];
    double w = q_world_body[0], x = q_world_body[1], y = q_world_body[2], z = q_world_body[3];
    r[0] = 1 - 2 * (y * y + z * z);
    r[1] = 2 * (x * y - w * z);
    r[2] = 2 * (x * z + w * y);
    r[3] = 2 * (x * y + w * z);
    r[4] = 1 - 2 * (x * x + z * z);
    r[5] = 2 * (y * z - w * x);
    r[6] = 2 * (x * z - w * y);
    r[7] = 2 * (y * z + w * x);
    r[8] = 1 - 2 * (x * x + y * y);
  }
}
