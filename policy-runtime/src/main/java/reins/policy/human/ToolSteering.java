package reins.policy.human;

import java.util.List;
import reins.contract.config.RobotConfig;

/**
 * Which way the joints go when the tool is to go some way: least squares on the arm's Jacobian,
 * damped so that an arm near a singular pose moves less instead of fast.
 *
 * <p>Units and frames: metres and radians about base axes, linear first. Threads: one owner.
 *
 * <p>Source: Wampler, Manipulator Inverse Kinematic Solutions Based on Vector Formulations and
 * Damped Least-Squares Methods, 1986, eq. 15. Frames as {@link RobotConfig}, after Craig.
 */
final class ToolSteering {
  private static final int ROWS = 6;
  private static final double DAMPING = 0.05;

  private final List<RobotConfig.Joint> joints;
  private final double reach_m;
  private final double[][] jacobian;
  private final double[][] origins;
  private final double[][] axes;
  private final double[][] normal = new double[ROWS][ROWS];
  private final double[] solution = new double[ROWS];

  ToolSteering(RobotConfig robot) {
    joints = robot.joints();
    reach_m = robot.flange().d_m() + robot.tool().z_m();
    jacobian = new double[ROWS][joints.size()];
    origins = new double[joints.size()][3];
    axes = new double[joints.size()][3];
  }

  /**
   * {@code dq_rad} [n] written.
   *
   * @param q_rad [n] where the joints are
   * @param way [6] that the tool is to go
   */
  void joints(double[] q_rad, double[] way, double[] dq_rad) {
    lookAt(q_rad);
    for (int r = 0; r < ROWS; r++) {
      for (int c = 0; c <= r; c++) {
        double sum = r == c ? DAMPING * DAMPING : 0;
        for (int i = 0; i < joints.size(); i++) sum += jacobian[r][i] * jacobian[c][i];
        normal[r][c] = sum;
      }
    }
    solve(way);
    // dq = J^T (J J^T + d^2)^-1 x
    for (int i = 0; i < joints.size(); i++) {
      dq_rad[i] = 0;
      for (int r = 0; r < ROWS; r++) dq_rad[i] += jacobian[r][i] * solution[r];
    }
  }

  /** T = RotX(alpha) TransX(a) RotZ(q) TransZ(d), joint by joint; then z x (p_tool - p), z. */
  private void lookAt(double[] q_rad) {
    double[] x = {1, 0, 0}, y = {0, 1, 0}, z = {0, 0, 1}, p = new double[3];
    for (int i = 0; i < joints.size(); i++) {
      RobotConfig.Joint joint = joints.get(i);
      double ca = Math.cos(joint.alpha_rad()), sa = Math.sin(joint.alpha_rad());
      double c = Math.cos(q_rad[i]), s = Math.sin(q_rad[i]);
      for (int k = 0; k < 3; k++) {
        p[k] += x[k] * joint.a_m();
        double u = ca * y[k] + sa * z[k];
        z[k] = ca * z[k] - sa * y[k];
        double oldX = x[k];
        x[k] = c * oldX + s * u;
        y[k] = c * u - s * oldX;
        origins[i][k] = p[k];
        axes[i][k] = z[k];
        p[k] += z[k] * joint.d_m();
      }
    }
    for (int k = 0; k < 3; k++) p[k] += z[k] * reach_m;
    for (int i = 0; i < joints.size(); i++) column(i, p);
  }

  private void column(int i, double[] p_tool) {
    double[] z = axes[i], o = origins[i];
    for (int k = 0; k < 3; k++) {
      int a = (k + 1) % 3, b = (k + 2) % 3;
      jacobian[k][i] = z[a] * (p_tool[b] - o[b]) - z[b] * (p_tool[a] - o[a]);
      jacobian[3 + k][i] = z[k];
    }
  }

  /** Cholesky: the damped matrix is positive definite whatever the pose. */
  private void solve(double[] way) {
    for (int r = 0; r < ROWS; r++) {
      for (int c = 0; c <= r; c++) {
        double sum = normal[r][c];
        for (int k = 0; k < c; k++) sum -= normal[r][k] * normal[c][k];
        normal[r][c] = r == c ? Math.sqrt(sum) : sum / normal[c][c];
      }
      double left = way[r];
      for (int k = 0; k < r; k++) left -= normal[r][k] * solution[k];
      solution[r] = left / normal[r][r];
    }
    for (int r = ROWS - 1; r >= 0; r--) {
      double left = solution[r];
      for (int k = r + 1; k < ROWS; k++) left -= normal[k][r] * solution[k];
      solution[r] = left / normal[r][r];
    }
  }
}
