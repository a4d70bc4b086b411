package reins.policy.human;

import reins.contract.config.RobotConfig;
import reins.contract.geometry.Kinematics;

/**
 * Which way the joints go when the tool is to go some way: least squares on the arm's Jacobian,
 * damped so that an arm near a singular pose moves less instead of fast.
 *
 * <p>Units and frames: metres and radians about base axes, linear first. Threads: one owner.
 *
 * <p>Source: Wampler, Manipulator Inverse Kinematic Solutions Based on Vector Formulations and
 * Damped Least-Squares Methods, 1986, eq. 15.
 */
final class ToolSteering {
  private static final int ROWS = 6;
  private static final double DAMPING = 0.05;

  private final Kinematics arm;
  private final int n;
  private final double[][] normal = new double[ROWS][ROWS];
  private final double[] solution = new double[ROWS];

  ToolSteering(RobotConfig robot) {
    arm = new Kinematics(robot);
    n = arm.n();
  }

  /**
   * {@code dq_rad} [n] written.
   *
   * @param q_rad [n] where the joints are
   * @param way [6] that the tool is to go
   */
  void joints(double[] q_rad, double[] way, double[] dq_rad) {
    arm.update(q_rad);
    double[] jacobian = arm.jacobian(); // [6, n]
    for (int r = 0; r < ROWS; r++) {
      for (int c = 0; c <= r; c++) {
        double sum = r == c ? DAMPING * DAMPING : 0;
        for (int i = 0; i < n; i++) sum += jacobian[r * n + i] * jacobian[c * n + i];
        normal[r][c] = sum;
      }
    }
    solve(way);
    // dq = J^T (J J^T + d^2)^-1 x
    for (int i = 0; i < n; i++) {
      dq_rad[i] = 0;
      for (int r = 0; r < ROWS; r++) dq_rad[i] += jacobian[r * n + i] * solution[r];
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
