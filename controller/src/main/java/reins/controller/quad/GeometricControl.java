package reins.controller.quad;

import reins.contract.config.FlightConfig;
import reins.contract.config.QuadrotorConfig;
import reins.contract.geometry.Quaternions;

/**
 * Tracks a flat reference on SE(3): from errors of position and velocity to the acceleration
 * wanted, from that and the heading to an attitude, from the error of attitude to body rates. The
 * rate loop is the autopilot's.
 *
 * <pre>
 *   a   = a_ref - k_p (p - p_ref) - k_v (v - v_ref)
 *   F/m = a + g e3 + R D R^T v_ref
 *   w   = R^T R_d w_d - k_R e_R,      e_R = 1/2 vee(R_d^T R - R^T R_d)
 * </pre>
 *
 * <p>Threads: the control loop's.
 *
 * <p>Source: Lee, Leok, McClamroch, Geometric tracking control of a quadrotor UAV on SE(3), 2010;
 * Faessler, Franchi, Scaramuzza, Differential flatness of quadrotor dynamics subject to rotor drag,
 * 2018.
 */
final class GeometricControl {
  /** Nearer to upright than this no heading can be held; no vehicle tilts so far. */
  private static final double LEAST_AHEAD = 0.2;

  private final FlightConfig.Gains gains;
  private final double[] drag_1_s;
  private final double[] body = new double[3];
  private final double[] drag = new double[3];
  private final double[] rd = new double[9];
  private final double[] wd = new double[3];

  GeometricControl(FlightConfig.Resolved config) {
    gains = config.flight().gains();
    drag_1_s = config.quadrotor().drag_1_s();
  }

  /** The acceleration that brings the vehicle to its reference. {@code out} [3] written. */
  void accelerate(FlightState state, Reference ref, double[] out) {
    for (int i = 0; i < 3; i++) {
      double most_m = gains.error_max_m()[i];
      double error_m = Math.clamp(state.p_m[i] - ref.p_m[i], -most_m, most_m);
      double error_m_s = state.v_m_s[i] - ref.v_m_s[i];
      out[i] =
          ref.a_m_s2[i] - gains.position_1_s2()[i] * error_m - gains.velocity_1_s()[i] * error_m_s;
    }
  }

  /** The thrust over mass that gives an acceleration at a velocity. {@code out} [3] written. */
  void force(FlightState state, double[] v_m_s, double[] a_m_s2, double[] out) {
    Rotations.applyTransposed(state.r_world_body, v_m_s, body);
    for (int i = 0; i < 3; i++) body[i] *= drag_1_s[i];
    Rotations.apply(state.r_world_body, body, drag);
    for (int i = 0; i < 3; i++) out[i] = a_m_s2[i] + drag[i];
    out[2] += QuadrotorConfig.G_m_s2;
  }

  /** The acceleration that a thrust along the body's z axis gives. {@code out} [3] written. */
  void acceleration(FlightState state, double thrust_m_s2, double[] out) {
    double[] r = state.r_world_body;
    Rotations.applyTransposed(r, state.v_m_s, body);
    for (int i = 0; i < 3; i++) body[i] *= drag_1_s[i];
    Rotations.apply(r, body, drag);
    for (int i = 0; i < 3; i++) out[i] = thrust_m_s2 * r[3 * i + 2] - drag[i];
    out[2] -= QuadrotorConfig.G_m_s2;
  }

  /**
   * Attitude and body rates for a force.
   *
   * @param force_m_s2 [3] over mass
   * @param out attitude and rates written, thrust not
   * @return thrust over mass along the body's z axis as it is
   */
  double attitude(FlightState state, Reference ref, double[] force_m_s2, FlightCommand out) {
    double[] r = state.r_world_body;
    Rotations.along(force_m_s2, ref.yaw_rad, rd);
    double thrust =
        Math.sqrt(
            force_m_s2[0] * force_m_s2[0]
                + force_m_s2[1] * force_m_s2[1]
                + force_m_s2[2] * force_m_s2[2]);
    // w_x = -y_d . j / T,  w_y = x_d . j / T
    double inverse = thrust > 1 ? 1 / thrust : 1;
    double[] j = ref.j_m_s3;
    wd[0] = -(rd[1] * j[0] + rd[4] * j[1] + rd[7] * j[2]) * inverse;
    wd[1] = (rd[0] * j[0] + rd[3] * j[1] + rd[6] * j[2]) * inverse;
    wd[2] = yawing(ref);
    Rotations.apply(rd, wd, drag);
    Rotations.applyTransposed(r, drag, body);
    // e_R = 1/2 vee(R_d^T R - R^T R_d)
    double ex = (column(rd, 2, r, 1) - column(r, 2, rd, 1)) / 2;
    double ey = (column(rd, 0, r, 2) - column(r, 0, rd, 2)) / 2;
    double ez = (column(rd, 1, r, 0) - column(r, 1, rd, 0)) / 2;
    double[] k = gains.attitude_1_s();
    out.w_body_rad_s[0] = body[0] - k[0] * ex;
    out.w_body_rad_s[1] = body[1] - k[1] * ey;
    out.w_body_rad_s[2] = body[2] - k[2] * ez;
    Quaternions.fromMatrix(rd, out.q_world_body);
    // f = F . R e3
    return force_m_s2[0] * r[2] + force_m_s2[1] * r[5] + force_m_s2[2] * r[8];
  }

  /**
   * The rate about the desired z axis that keeps y_d square to the heading c, which turns too.
   *
   * <pre>
   *   d/dt (y_d . c) = 0:   w_z = (dyaw y_d . y_c + w_x z_d . c) / (x_d . c)
   * </pre>
   */
  private double yawing(Reference ref) {
    double cos = Math.cos(ref.yaw_rad), sin = Math.sin(ref.yaw_rad);
    double ahead = rd[0] * cos + rd[3] * sin;
    double turn = ref.dyaw_rad_s * (rd[4] * cos - rd[1] * sin);
    return (turn + wd[0] * (rd[2] * cos + rd[5] * sin)) / Math.max(ahead, LEAST_AHEAD);
  }

  /** Column i of a times column k of b. */
  private static double column(double[] a, int i, double[] b, int k) {
    return a[i] * b[k] + a[3 + i] * b[3 + k] + a[6 + i] * b[6 + k];
  }
}
