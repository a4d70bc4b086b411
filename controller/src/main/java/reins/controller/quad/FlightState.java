package reins.controller.quad;

import java.util.Arrays;

/**
 * What a vehicle last said about itself and about those around it.
 *
 * <p>Units and frames: SI; world frame z up; body frame x forwards, y left, z up; quaternions w
 * first. One thread owns a state.
 */
public final class FlightState {
  /** Controller's clock when the estimate arrived; 0: none yet. */
  public long stamp_ns;

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

  /** Whether the autopilot says that it stands on the ground. */
  public boolean onGround = true;

  /** Whether the autopilot takes set-points: armed, and in the mode for it. */
  public boolean accepting;

  /** Whether the autopilot's heartbeat is heard; without it nobody knows what it does. */
  public boolean heartbeat = true;

  /** Whoever flies nearby. */
  public final Neighbours neighbours = new Neighbours();

  /** [9] orientation as a matrix by rows, body to world; derived by {@link StateGuard}. */
  public final double[] r_world_body = {1, 0, 0, 0, 1, 0, 0, 0, 1};

  /** Starts with numbers that cannot be mistaken for a measurement. */
  public FlightState() {
    Arrays.fill(p_m, Double.NaN);
    Arrays.fill(v_m_s, Double.NaN);
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
