package reins.controller.quad;

import reins.contract.config.FlightConfig;
import reins.contract.config.QuadrotorConfig;

/**
 * Estimates what thrust a vehicle really has: the acceleration k g that a unit of command gives, by
 * a Kalman filter of one number on the accelerometer along the thrust. Its inverse is the command
 * at which the vehicle hovers.
 *
 * <pre>
 *   f_z = g k u       u: the command as the motors follow it
 * </pre>
 *
 * <p>Threads: the control loop's.
 */
final class HoverThrust {
  /** What the accelerometer reads besides: noise, drag, wash. */
  private static final double NOISE_m_s2 = 0.7;

  /** How fast the truth may wander, in shares of the model's value per root second. */
  private static final double WANDER = 0.03;

  /** How wrong the model may be at first. */
  private static final double DOUBT = 0.3;

  /** Farthest from the model. */
  private static final double MOST = 2.5;

  private final double model;
  private final double lag_s;
  private double k;
  private double variance;
  private double u;
  private double since_s;
  private long stamp_ns;

  HoverThrust(FlightConfig.Resolved config) {
    model = 1 / config.quadrotor().hoverThrust();
    lag_s = config.quadrotor().rotor().lag_s();
    k = model;
    variance = DOUBT * DOUBT * model * model;
  }

  /**
   * Follows one tick, and learns from it where it is in the air and a new sample came: the last one
   * of a state that is lost says nothing about what is commanded since.
   */
  void update(double dt_s, boolean flying, double commanded, FlightState state) {
    u += (commanded - u) * dt_s / (lag_s + dt_s);
    since_s = Math.min(since_s + dt_s, lag_s);
    boolean news = state.stamp_ns != stamp_ns;
    stamp_ns = state.stamp_ns;
    if (!news) return;
    if (flying) learn(since_s, state.f_body_m_s2[2]);
    since_s = 0;
  }

  private void learn(double dt_s, double f_z_m_s2) {
    double wander = WANDER * model;
    variance = Math.min(variance + wander * wander * dt_s, DOUBT * DOUBT * model * model);
    // y = H k, H = g u; samples' noise is not independent of the next one's: weighed by their time.
    double h = QuadrotorConfig.G_m_s2 * u;
    double noise = NOISE_m_s2 * NOISE_m_s2 * lag_s / dt_s;
    double gain = variance * h / (h * h * variance + noise);
    k = Math.clamp(k + gain * (f_z_m_s2 - h * k), model / MOST, model * MOST);
    variance *= 1 - gain * h;
  }

  /** What full thrust accelerates to. */
  double thrustMax_m_s2() {
    return QuadrotorConfig.G_m_s2 * k;
  }

  /** The command that carries the vehicle. */
  double hover() {
    return 1 / k;
  }
}
