package reins.controller.safety.barrier;

import reins.contract.config.RobotConfig;
import reins.contract.config.SafetyConfig;
import reins.contract.geometry.Kinematics;

/**
 * Tool, wrist and elbow of an arm: where they are, how fast, how the joints move them, and how they
 * would accelerate if no joint did.
 *
 * <p>Units and frames: SI, base frame. Threads: one. Allocates nothing after construction.
 */
final class ArmPoints {
  /** Index of the tool. */
  static final int TOOL = 0;

  /** How many points there are. */
  static final int COUNT = 3;

  private final int n;
  private final Kinematics kinematics;

  /** The link that carries a point. */
  private final int[] link;

  private final double[] p_m = new double[3 * COUNT];
  private final double[] v_m_s = new double[3 * COUNT];
  private final double[] drift_m_s2 = new double[3 * COUNT];
  private final double[] jacobian;
  private final double[] w = new double[3];
  private final double[] dw = new double[3];
  private final double[] a = new double[3];
  private final double[] arm = new double[3];
  private final double[] cross = new double[3];

  ArmPoints(RobotConfig robot) {
    n = robot.n();
    kinematics = new Kinematics(robot);
    // The elbow is the middle joint, the wrist the last but one.
    link = new int[] {n - 1, Math.max(0, n - 2), (n - 1) / 2};
    jacobian = new double[3 * n * COUNT];
  }

  /** Index of a point that a configuration names. */
  static int index(String name) {
    return SafetyConfig.Obstacle.POINTS.indexOf(name);
  }

  /** Moves every point to a joint state. */
  void update(double[] q_rad, double[] dq_rad_s) {
    kinematics.update(q_rad);
    double[] origins = kinematics.p_base_link_m();
    System.arraycopy(kinematics.p_base_tool_m(), 0, p_m, 0, 3);
    for (int point = 1; point < COUNT; point++)
      System.arraycopy(origins, 3 * link[point], p_m, 3 * point, 3);
    for (int point = 0; point < COUNT; point++) fillJacobian(point, dq_rad_s);
    drift(dq_rad_s);
  }

  private void fillJacobian(int point, double[] dq_rad_s) {
    double[] axes = kinematics.axes(), origins = kinematics.p_base_link_m();
    int at = 3 * n * point, p = 3 * point;
    for (int k = 0; k < 3; k++) v_m_s[p + k] = 0;
    for (int j = 0; j < n; j++) {
      boolean moves = j <= link[point];
      for (int k = 0; k < 3; k++) arm[k] = moves ? p_m[p + k] - origins[3 * j + k] : 0;
      // J_j = z_j x (p - p_j);  v = J dq
      cross(axes, 9 * j + 6, arm, 0);
      for (int k = 0; k < 3; k++) {
        jacobian[at + k * n + j] = cross[k];
        v_m_s[p + k] += cross[k] * dq_rad_s[j];
      }
    }
  }

  /** dJ/dt dq of every point: accelerations outward along the links while no joint accelerates. */
  private void drift(double[] dq_rad_s) {
    double[] axes = kinematics.axes(), origins = kinematics.p_base_link_m();
    for (int k = 0; k < 3; k++) w[k] = dw[k] = a[k] = 0;
    for (int j = 0; j < n; j++) {
      for (int k = 0; k < 3; k++)
        arm[k] = origins[3 * j + k] - (j == 0 ? 0 : origins[3 * j - 3 + k]);
      swing();
      for (int point = 1; point < COUNT; point++)
        if (link[point] == j) System.arraycopy(a, 0, drift_m_s2, 3 * point, 3);
      // dw_j = dw_{j-1} + w_{j-1} x z_j dq_j;  w_j = w_{j-1} + z_j dq_j
      cross(w, 0, axes, 9 * j + 6);
      for (int k = 0; k < 3; k++) {
        dw[k] += cross[k] * dq_rad_s[j];
        w[k] += axes[9 * j + 6 + k] * dq_rad_s[j];
      }
    }
    for (int k = 0; k < 3; k++) arm[k] = p_m[k] - origins[3 * (n - 1) + k];
    swing();
    System.arraycopy(a, 0, drift_m_s2, 0, 3);
  }

  /** a += dw x s + w x (w x s), s being the arm. */
  private void swing() {
    cross(dw, 0, arm, 0);
    for (int k = 0; k < 3; k++) a[k] += cross[k];
    cross(w, 0, arm, 0);
    double x = cross[0], y = cross[1], z = cross[2];
    a[0] += w[1] * z - w[2] * y;
    a[1] += w[2] * x - w[0] * z;
    a[2] += w[0] * y - w[1] * x;
  }

  private void cross(double[] l, int li, double[] r, int ri) {
    cross[0] = l[li + 1] * r[ri + 2] - l[li + 2] * r[ri + 1];
    cross[1] = l[li + 2] * r[ri] - l[li] * r[ri + 2];
    cross[2] = l[li] * r[ri + 1] - l[li + 1] * r[ri];
  }

  /** Coordinate k of a point. */
  double p_m(int point, int k) {
    return p_m[3 * point + k];
  }

  /** Speed of a point along axis k. */
  double v_m_s(int point, int k) {
    return v_m_s[3 * point + k];
  }

  /** Acceleration of a point along axis k while no joint accelerates. */
  double drift_m_s2(int point, int k) {
    return drift_m_s2[3 * point + k];
  }

  /** How joint j moves a point along axis k. */
  double jacobian(int point, int k, int j) {
    return jacobian[3 * n * point + k * n + j];
  }
}
