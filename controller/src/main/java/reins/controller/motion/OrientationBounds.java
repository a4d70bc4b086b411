package reins.controller.motion;

import reins.contract.geometry.Quaternions;

/**
 * Bounds an orientation axis by axis of its rotation vector: near the measured one, and near the
 * reset pose.
 *
 * <p>Units and frames: rotation vectors about base axes. Threads: the control loop's.
 */
final class OrientationBounds {
  private final double[] q_down = new double[4];
  private final double[] q_turn = new double[4];
  private final double[] r_rad = new double[3];
  private final double[] now_rad = new double[3];

  OrientationBounds(double yaw_rad) {
    Quaternions.pointingDown(yaw_rad, q_down);
  }

  /** q := exp(step a) q, with a = action[3..5]. {@code q} written. */
  void add(double[] action, double step_rad, double[] q) {
    for (int k = 0; k < 3; k++) r_rad[k] = step_rad * action[3 + k];
    set(r_rad, q, q);
  }

  /** Draws q to within the leash of the measured orientation. {@code q} written. */
  boolean leash(double[] q_measured, double leash_rad, double[] q) {
    difference(q, q_measured, r_rad);
    boolean cut = false;
    for (int k = 0; k < 3; k++) cut |= clip(k, -leash_rad, leash_rad);
    if (cut) set(r_rad, q_measured, q);
    return cut;
  }

  /**
   * Draws q to within the bound of the reset pose, where the present orientation is further out: to
   * no further than that. {@code q} written.
   */
  boolean box(double[] q_now, double turn_max_rad, double[] q) {
    difference(q_now, q_down, now_rad);
    difference(q, q_down, r_rad);
    boolean cut = false;
    for (int k = 0; k < 3; k++)
      cut |= clip(k, Math.min(-turn_max_rad, now_rad[k]), Math.max(turn_max_rad, now_rad[k]));
    if (cut) set(r_rad, q_down, q);
    return cut;
  }

  /** Turn away from the reset pose. {@code out} [3] written. */
  void fromReset(double[] q, double[] out) {
    difference(q, q_down, out);
  }

  private boolean clip(int k, double low, double high) {
    double wanted = r_rad[k];
    r_rad[k] = Math.max(low, Math.min(high, wanted));
    return r_rad[k] != wanted;
  }

  /** out = log(q from^-1). {@code out} written. */
  private void difference(double[] q, double[] from, double[] out) {
    Quaternions.conjugate(from, q_turn);
    Quaternions.multiply(q, q_turn, q_turn);
    Quaternions.log(q_turn, out);
  }

  /** out = exp(r) from. {@code out} written. */
  private void set(double[] r, double[] from, double[] out) {
    Quaternions.exp(r, q_turn);
    Quaternions.multiply(q_turn, from, out);
  }
}
