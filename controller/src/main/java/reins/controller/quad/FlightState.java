package reins.controller.quad;

import java.util.Arrays;

/**
 * What a vehicle last said about itself and about those around it.
 *
 * <p>Units and frames: SI; world frame z up; body frame x forwards, y left, z up; quaternions w
 * first. One thread owns a state.
 */
public final class FlightState {
  /**
   * What was said about the ground is believed for so long: the autopilot is asked to say it 10
   * times a second.
   */
  private static final long GROUND_OLD_ns = 500_000_000L;

  /** Controller's clock when the oldest part of the estimate arrived; 0: none yet. */
  public long stamp_ns;

  /** Controller's clock when its place arrived; 0: none yet. */
  public long position_ns;

  /** [3] position. */
  public final double[] p_m = new double[3];

  /** [3] velocity in the world frame. */
  public final double[] v_m_s = new double[3];

  /** [4] orientation. */
  public final double[] q_world_body = {1, 0, 0, 0};

  /** [3] body rates in the body frame. */
  public final double[] w_body_rad_s = new double[3];

  /** [3] what an accelerometer in the centre of mass reads, body frame. */
  public final double[] f_body_m_s2 = new double[3];

  /** Voltage of the pack under load. */
  public double battery_V;

  /** Controller's clock when that was measured; 0: never. */
  public long battery_ns;

  /** Whether the autopilot said that it stands on the ground. */
  public boolean onGround;

  /** Controller's clock when it said that, or that it does not; 0: never. */
  public long ground_ns;

  /** Whether the autopilot takes set-points: armed, and in the mode for it. */
  public boolean accepting;

  /** Whether the autopilot's heartbeat is heard; without it nobody knows what it does. */
  public boolean heartbeat = true;

  /** Whoever flies nearby. */
  public final Neighbours neighbours;

  /** [9] orientation as a matrix by rows, body to world; derived by {@link FlightSanity}. */
  public final double[] r_world_body = {1, 0, 0, 0, 1, 0, 0, 0, 1};

  /** Starts with numbers that cannot be mistaken for a measurement. */
  public FlightState() {
    this(new Neighbours());
  }

  /** A state beside another, among the same neighbours. */
  FlightState(Neighbours neighbours) {
    this.neighbours = neighbours;
    Arrays.fill(p_m, Double.NaN);
    Arrays.fill(v_m_s, Double.NaN);
  }

  /** Takes over where the vehicle is and how it moves, and since when that is known. */
  void takeMotion(FlightState from) {
    stamp_ns = from.stamp_ns;
    position_ns = from.position_ns;
    for (int i = 0; i < 3; i++) {
      p_m[i] = from.p_m[i];
      v_m_s[i] = from.v_m_s[i];
      w_body_rad_s[i] = from.w_body_rad_s[i];
      f_body_m_s2[i] = from.f_body_m_s2[i];
    }
    for (int i = 0; i < 4; i++) q_world_body[i] = from.q_world_body[i];
  }

  /** Takes over what the autopilot says of itself. */
  void takeWords(FlightState from) {
    battery_V = from.battery_V;
    battery_ns = from.battery_ns;
    onGround = from.onGround;
    ground_ns = from.ground_ns;
    accepting = from.accepting;
    heartbeat = from.heartbeat;
  }

  /** Whether it was said of late that it stands. */
  public boolean stands(long now_ns) {
    return onGround && groundKnown(now_ns);
  }

  /** Whether it was said of late that it does not. Where nothing was said neither is so. */
  public boolean aloft(long now_ns) {
    return !onGround && groundKnown(now_ns);
  }

  private boolean groundKnown(long now_ns) {
    return ground_ns != 0 && now_ns - ground_ns <= GROUND_OLD_ns;
  }

  /** Cosine of the tilt: how much of the thrust's direction points up. */
  public double upright() {
    return r_world_body[8];
  }

  /** Heading of the body's x axis. */
  public double yaw_rad() {
    return Math.atan2(r_world_body[3], r_world_body[0]);
  }
}
