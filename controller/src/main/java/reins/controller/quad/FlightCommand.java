package reins.controller.quad;

/**
 * What the autopilot is sent: thrust along the body's z axis, and an attitude or body rates; or a
 * place or a velocity, which its own loops follow.
 *
 * <p>Units and frames: thrust as a share of the most, 0 to 1; world frame z up; quaternions w
 * first. One thread owns a command.
 */
public final class FlightCommand {
  /** Which of the fields count. */
  public enum Kind {
    /** None: set-points stay away. */
    NONE,
    /** Motors off. */
    OFF,
    /** {@link #q_world_body} and {@link #thrust}. */
    ATTITUDE,
    /** {@link #w_body_rad_s} and {@link #thrust}. */
    BODY_RATES,
    /** {@link #v_m_s}, {@link #yaw_rad} and its rate. */
    VELOCITY,
    /** {@link #p_m}, {@link #v_m_s}, {@link #a_m_s2}, {@link #yaw_rad} and its rate. */
    POSITION
  }

  /** Which fields count. */
  public Kind kind = Kind.OFF;

  /** Share of the most thrust. */
  public double thrust;

  /** [4] wanted orientation. */
  public final double[] q_world_body = {1, 0, 0, 0};

  /** [3] wanted rates. */
  public final double[] w_body_rad_s = new double[3];

  /** [3] wanted position. */
  public final double[] p_m = new double[3];

  /** [3] wanted velocity. */
  public final double[] v_m_s = new double[3];

  /** [3] wanted acceleration. */
  public final double[] a_m_s2 = new double[3];

  /** Wanted heading. */
  public double yaw_rad;

  /** Its rate. */
  public double dyaw_rad_s;

  /** Whether thrust is set by us rather than by the autopilot's own loops. */
  public boolean thrusts() {
    return kind == Kind.ATTITUDE || kind == Kind.BODY_RATES;
  }

  /** Takes over another's. */
  public void set(FlightCommand from) {
    kind = from.kind;
    thrust = from.thrust;
    yaw_rad = from.yaw_rad;
    dyaw_rad_s = from.dyaw_rad_s;
    for (int i = 0; i < 4; i++) q_world_body[i] = from.q_world_body[i];
    for (int i = 0; i < 3; i++) {
      w_body_rad_s[i] = from.w_body_rad_s[i];
      p_m[i] = from.p_m[i];
      v_m_s[i] = from.v_m_s[i];
      a_m_s2[i] = from.a_m_s2[i];
    }
  }

  /** Motors off. */
  public void off() {
    none();
    kind = Kind.OFF;
  }

  /** Nothing is to be sent. */
  public void none() {
    kind = Kind.NONE;
    thrust = 0;
    for (int i = 0; i < 3; i++) w_body_rad_s[i] = 0;
    for (int i = 0; i < 4; i++) q_world_body[i] = i == 0 ? 1 : 0;
  }
}
