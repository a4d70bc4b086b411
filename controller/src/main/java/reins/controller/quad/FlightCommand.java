package reins.controller.quad;

/**
 * What the autopilot is sent: thrust along the body's z axis, and an attitude or body rates.
 *
 * <p>Units and frames: thrust as a share of the most, 0 to 1; quaternions w first. One thread owns
 * a command.
 */
public final class FlightCommand {
  /** Which of the fields count. */
  public enum Kind {
    /** Motors off. */
    OFF,
    /** {@link #q_world_body} and {@link #thrust}. */
    ATTITUDE,
    /** {@link #w_body_rad_s} and {@link #thrust}. */
    BODY_RATES
  }

  /** Which fields count. */
  public Kind kind = Kind.OFF;

  /** Share of the most thrust. */
  public double thrust;

  /** [4] wanted orientation. */
  public final double[] q_world_body = {1, 0, 0, 0};

  /** [3] wanted rates. */
  public final double[] w_body_rad_s = new double[3];

  /** Motors off. */
  public void off() {
    kind = Kind.OFF;
    thrust = 0;
    for (int i = 0; i < 3; i++) w_body_rad_s[i] = 0;
  }
}
