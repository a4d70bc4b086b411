package reins.controller.quad.port;

import reins.contract.geometry.Quaternions;
import reins.controller.quad.FlightState;
import reins.ros.hot.Numbers;
import reins.ros.hot.NumbersCodec;

/**
 * A vehicle's state as nav_msgs/Odometry carries it.
 *
 * <p>Units and frames: pose in a world frame with z up (ENU); twist in the body's frame (x
 * forwards, y left, z up), as the message's definition and MAVROS have it. Quaternions end with w
 * there and begin with it here.
 *
 * <p>Threads: one.
 */
final class OdometryFields {
  static final NumbersCodec CODEC = new NumbersCodec("nav_msgs/Odometry", "map", "base_link");

  private static final int P = CODEC.at("pose.pose.position.x");
  private static final int Q = CODEC.at("pose.pose.orientation.x");
  private static final int V = CODEC.at("twist.twist.linear.x");
  private static final int W = CODEC.at("twist.twist.angular.x");

  private final double[] body = new double[3];
  private final double[] q = new double[4];
  private final double[] turned = new double[3];

  /** Copies place, orientation and velocities. {@code state} written. */
  void read(Numbers from, FlightState state) {
    quaternion(from.value, Q, state.q_world_body);
    place(from, state.q_world_body, state.p_m, 0, state.v_m_s);
    for (int i = 0; i < 3; i++) state.w_body_rad_s[i] = from.value[W + i];
  }

  /** Copies place and velocity in the world frame. {@code p_m}, {@code v_m_s} written from at. */
  void read(Numbers from, double[] p_m, double[] v_m_s, int at) {
    quaternion(from.value, Q, q);
    place(from, q, p_m, at, v_m_s);
  }

  /** Whether place, orientation and velocity are numbers. */
  static boolean finite(Numbers from) {
    double sum = 0;
    for (int i = 0; i < 3; i++) sum += 0 * (from.value[P + i] + from.value[V + i]);
    for (int i = 0; i < 4; i++) sum += 0 * from.value[Q + i];
    return sum == 0;
  }

  private void place(Numbers from, double[] q, double[] p_m, int at, double[] v_m_s) {
    for (int i = 0; i < 3; i++) body[i] = from.value[V + i];
    // v_world = R v_body
    Quaternions.rotate(q, body, turned);
    for (int i = 0; i < 3; i++) {
      p_m[at + i] = from.value[P + i];
      v_m_s[at + i] = turned[i];
    }
  }

  /** Fills a message. */
  void write(FlightState state, Numbers to) {
    for (int i = 0; i < 3; i++) to.value[P + i] = state.p_m[i];
    toRos(state.q_world_body, to.value, Q);
    Quaternions.conjugate(state.q_world_body, q);
    Quaternions.rotate(q, state.v_m_s, turned);
    for (int i = 0; i < 3; i++) {
      to.value[V + i] = turned[i];
      to.value[W + i] = state.w_body_rad_s[i];
    }
  }

  /** w first from w last. */
  static void quaternion(double[] from, int at, double[] q) {
    q[0] = from[at + 3];
    for (int i = 0; i < 3; i++) q[1 + i] = from[at + i];
  }

  /** w last from w first. */
  static void toRos(double[] q, double[] to, int at) {
    for (int i = 0; i < 3; i++) to[at + i] = q[1 + i];
    to[at + 3] = q[0];
  }
}
