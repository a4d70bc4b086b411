package reins.controller.motion;

import reins.contract.config.RobotConfig;
import reins.contract.geometry.Quaternions;

/**
 * An orientation that moves within limits: a rotation vector about base axes, away from an anchor
 * that is moved along, so that the vector stays small.
 *
 * <p>The length of a rotation vector's rate is at least the angular velocity, so the limit of the
 * one is a limit of the other; for acceleration and jerk that holds to first order in the vector.
 *
 * <p>Threads: the control loop's.
 */
final class Turn {
  private final SCurve[] axes = new SCurve[3];
  private final double[] q_anchor = {1, 0, 0, 0};
  private final double[] q_turn = new double[4];
  private final double[] r_rad = new double[3];
  private final double[] w_rad_s = new double[3];
  private final double[] goal_rad = new double[3];

  /** [4] where it is. */
  final double[] q = {Double.NaN, Double.NaN, Double.NaN, Double.NaN};

  Turn(RobotConfig.CartesianLimits limits) {
    // Three axes at once are within the length's limits.
    double share = 1 / Math.sqrt(3);
    for (int k = 0; k < 3; k++)
      axes[k] =
          new SCurve(
              share * limits.w_max_rad_s(),
              share * limits.dw_max_rad_s2(),
              share * limits.ddw_max_rad_s3());
  }

  /** Is put somewhere, at rest. */
  void place(double[] orientation) {
    System.arraycopy(orientation, 0, q, 0, 4);
    Quaternions.normalize(q);
    System.arraycopy(q, 0, q_anchor, 0, 4);
    for (SCurve axis : axes) axis.place(0);
  }

  /** Is put somewhere in motion, and comes to rest. */
  void place(double[] orientation, Homing motion) {
    place(orientation);
    for (int k = 0; k < 3; k++) axes[k].place(0, motion.v(3 + k), motion.a(3 + k));
  }

  /** Comes to rest as soon as it can. */
  void rest() {
    for (SCurve axis : axes) axis.rest();
  }

  /** Goes to an orientation, evenly within the given time. */
  void aimWithin(double[] q_goal, double duration_s) {
    anchor();
    Quaternions.conjugate(q_anchor, q_turn);
    Quaternions.multiply(q_goal, q_turn, q_turn);
    Quaternions.log(q_turn, goal_rad);
    for (int k = 0; k < 3; k++) axes[k].aimWithin(goal_rad[k], duration_s);
  }

  /** Where it will rest. {@code q_goal} written. */
  void goal(double[] q_goal) {
    for (int k = 0; k < 3; k++) goal_rad[k] = axes[k].target();
    Quaternions.exp(goal_rad, q_turn);
    Quaternions.multiply(q_turn, q_anchor, q_goal);
  }

  /** Moves the anchor to where it is, without a change of motion. */
  private void anchor() {
    double[] r = r_rad;
    for (int k = 0; k < 3; k++) r[k] = axes[k].p();
    double theta2 = r[0] * r[0] + r[1] * r[1] + r[2] * r[2], theta = Math.sqrt(theta2);
    double b = theta < 1e-4 ? 0.5 : (1 - Math.cos(theta)) / theta2;
    double c = theta < 1e-4 ? 1.0 / 6 : (theta - Math.sin(theta)) / (theta2 * theta);
    double vx = axes[0].v(), vy = axes[1].v(), vz = axes[2].v();
    double ux = r[1] * vz - r[2] * vy, uy = r[2] * vx - r[0] * vz, uz = r[0] * vy - r[1] * vx;
    // w = r' + (1 - cos) / theta^2 r x r' + (theta - sin) / theta^3 r x (r x r')
    w_rad_s[0] = vx + b * ux + c * (r[1] * uz - r[2] * uy);
    w_rad_s[1] = vy + b * uy + c * (r[2] * ux - r[0] * uz);
    w_rad_s[2] = vz + b * uz + c * (r[0] * uy - r[1] * ux);
    for (int k = 0; k < 3; k++) axes[k].place(0, w_rad_s[k], axes[k].a());
    Quaternions.normalize(q);
    System.arraycopy(q, 0, q_anchor, 0, 4);
  }

  /** Moves on. */
  void advance(double dt_s) {
    for (int k = 0; k < 3; k++) {
      axes[k].advance(dt_s);
      r_rad[k] = axes[k].p();
    }
    // q = exp(r) q_anchor
    Quaternions.exp(r_rad, q_turn);
    Quaternions.multiply(q_turn, q_anchor, q);
  }

  boolean resting() {
    return axes[0].done() && axes[1].done() && axes[2].done();
  }
}
