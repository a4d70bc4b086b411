package reins.controller.safety;

import reins.contract.config.TaskConfig;
import reins.contract.exchange.Fault;

/**
 * The tool pose that the law steers to: moves straight from where it is to the newest target within
 * one policy period, so that 10 Hz becomes a smooth 1 kHz.
 *
 * <p>Never leaves the workspace. Where the arm is started outside, it may stay there, come nearer,
 * but not go further out.
 *
 * <p>Units and frames: base frame. Threads: the control loop's.
 */
final class Reference {
  private final TaskConfig.Workspace workspace;
  private final TaskConfig.ActionSpace space;
  private final long period_ns;
  private final double[] from_m = new double[3];
  private final double[] target_m = new double[3];
  private long start_ns;
  private double cut_m;

  /** [3] present reference position. */
  final double[] p_m = {Double.NaN, Double.NaN, Double.NaN};

  /** [4] present reference orientation. */
  final double[] q = {Double.NaN, Double.NaN, Double.NaN, Double.NaN};

  Reference(TaskConfig task) {
    workspace = task.workspace();
    space = task.action();
    period_ns = task.periodNs();
  }

  /** Puts the reference at a pose, at rest. */
  void place(double[] p_base_m, double[] q_base) {
    System.arraycopy(p_base_m, 0, p_m, 0, 3);
    System.arraycopy(q_base, 0, q, 0, 4);
    freeze();
  }

  /** Comes into the workspace, at rest. */
  void confine() {
    for (int k = 0; k < 3; k++)
      p_m[k] = Math.min(workspace.high_m()[k], Math.max(workspace.low_m()[k], p_m[k]));
    freeze();
  }

  /** Stays where it is. */
  void freeze() {
    System.arraycopy(p_m, 0, from_m, 0, 3);
    System.arraycopy(p_m, 0, target_m, 0, 3);
  }

  /**
   * Starts towards the last target plus a displacement of {@code step_m * action}.
   *
   * @return bits of {@link Fault} where leash or workspace cut it short
   */
  int step(long now_ns, double[] action, double[] p_base_tool_m) {
    System.arraycopy(p_m, 0, from_m, 0, 3);
    start_ns = now_ns;
    // target := target + step * a
    for (int k = 0; k < 3; k++) target_m[k] += space.step_m() * action[k];
    cut_m = 0;
    return leash(p_base_tool_m) | box();
  }

  /** By how much leash and workspace cut the last step short, the largest axis. */
  double cut_m() {
    return cut_m;
  }

  private int leash(double[] p_base_tool_m) {
    int fault = 0;
    for (int k = 0; k < 3; k++) {
      // |target - p| <= leash, axis by axis like the law's clip
      double low = p_base_tool_m[k] - space.leash_m(), high = p_base_tool_m[k] + space.leash_m();
      double near = Math.min(high, Math.max(low, target_m[k]));
      if (near != target_m[k]) fault = Fault.LEASH_CLIPPED;
      cut_m = Math.max(cut_m, Math.abs(near - target_m[k]));
      target_m[k] = near;
    }
    return fault;
  }

  private int box() {
    int fault = 0;
    for (int k = 0; k < 3; k++) {
      double low = Math.min(workspace.low_m()[k], p_m[k]);
      double high = Math.max(workspace.high_m()[k], p_m[k]);
      double inside = Math.min(high, Math.max(low, target_m[k]));
      if (inside != target_m[k]) fault = Fault.WORKSPACE_CLIPPED;
      cut_m = Math.max(cut_m, Math.abs(inside - target_m[k]));
      target_m[k] = inside;
    }
    return fault;
  }

  /** Moves on to this time. */
  void advance(long now_ns) {
    double share = Math.clamp((now_ns - start_ns) / (double) period_ns, 0.0, 1.0);
    for (int k = 0; k < 3; k++) {
      // p = from + share (target - from), and not a rounding error beyond either
      double p = from_m[k] + share * (target_m[k] - from_m[k]);
      double low = Math.min(from_m[k], target_m[k]), high = Math.max(from_m[k], target_m[k]);
      p_m[k] = share == 1 ? target_m[k] : Math.min(high, Math.max(low, p));
    }
  }
}
