package reins.controller.law;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.TriangularSolver_DDRM;
import org.ejml.dense.row.misc.UnrolledCholesky_DDRM;
import reins.contract.config.RigConfig;
import reins.contract.config.RobotConfig;
import reins.contract.geometry.Quaternions;
import reins.controller.port.ArmCommand;
import reins.controller.port.RobotState;

/**
 * For a robot that takes joint speeds: the tool follows the reference's own motion and is drawn to
 * it, both through the damped inverse of the Jacobian. Where the arm shall not follow it stands.
 *
 * <p>Threads: the control loop's. Every matrix is allocated once.
 *
 * <p>Source: Nakamura, Hanafusa, Inverse kinematic solutions with singularity robustness for robot
 * manipulator control, 1986.
 */
public final class ResolvedRate implements CommandLaw {
  /** How fast an error of the tool fades; a UR answers within some 10 ms. */
  private static final double PULL_1_s = 5;

  /**
   * lambda^2 beside the squares of the Jacobian's singular values (0.05 to 4 for such an arm): a
   * few per cent of speed in the middle, bounded joint speeds at a singularity.
   */
  private static final double DAMPING = 2e-3;

  private final int n;
  private final double v_max_m_s;
  private final double w_max_rad_s;
  private final double[] p_last_m = new double[3];
  private final double[] q_turn = new double[4];
  private final double[] turn_rad = new double[3];
  private final double[] v = new double[6];
  private final DMatrixRMaj a = new DMatrixRMaj(6, 6);
  private final DMatrixRMaj root = new DMatrixRMaj(6, 6);
  private boolean following;

  /** Takes the limits of the robot's tool, and of the rig's. */
  public ResolvedRate(RigConfig.Resolved config) {
    RobotConfig.CartesianLimits tool = config.robot().cartesian();
    n = config.robot().n();
    v_max_m_s = Math.min(tool.v_max_m_s(), config.rig().safety().barrier().tool_speed_max_m_s());
    w_max_rad_s = tool.w_max_rad_s();
  }

  @Override
  public void compute(RobotState state, Setpoint setpoint, double dt_s, ArmCommand command) {
    command.width_m = setpoint.width_m;
    command.live = true;
    boolean went = following;
    following = setpoint.mode.following();
    if (!following) {
      Arrays.fill(command.dq_rad_s, 0.0);
      return;
    }
    twist(state, setpoint, went && dt_s > 0 ? 1 / dt_s : 0);
    System.arraycopy(setpoint.p_base_ref_m, 0, p_last_m, 0, 3);
    solve(state, command.dq_rad_s);
  }

  private void twist(RobotState state, Setpoint setpoint, double rate_1_s) {
    // w = k log(q_ref q^-1), in the base frame
    Quaternions.conjugate(state.q_base_tool, q_turn);
    Quaternions.multiply(setpoint.q_base_ref, q_turn, q_turn);
    Quaternions.log(q_turn, turn_rad);
    double v2 = 0, w2 = 0;
    for (int k = 0; k < 3; k++) {
      double p_ref = setpoint.p_base_ref_m[k];
      // v = dp_ref/dt + k (p_ref - p)
      v[k] = rate_1_s * (p_ref - p_last_m[k]) + PULL_1_s * (p_ref - state.p_base_tool_m[k]);
      v[3 + k] = PULL_1_s * turn_rad[k];
      v2 += v[k] * v[k];
      w2 += v[3 + k] * v[3 + k];
    }
    // |v| <= v_max, |w| <= w_max, the direction kept
    double share_v = Math.min(1, v_max_m_s / Math.sqrt(v2));
    double share_w = Math.min(1, w_max_rad_s / Math.sqrt(w2));
    for (int k = 0; k < 3; k++) {
      v[k] *= share_v;
      v[3 + k] *= share_w;
    }
  }

  private void solve(RobotState state, double[] dq_rad_s) {
    // A = J J^T + lambda^2 I
    for (int r = 0; r < 6; r++)
      for (int c = 0; c <= r; c++) {
        double sum = r == c ? DAMPING : 0;
        for (int i = 0; i < n; i++) sum += state.jacobian[r * n + i] * state.jacobian[c * n + i];
        a.data[6 * r + c] = sum;
        a.data[6 * c + r] = sum;
      }
    boolean solvable = UnrolledCholesky_DDRM.lower(a, root);
    TriangularSolver_DDRM.solveL(root.data, v, 6);
    TriangularSolver_DDRM.solveTranL(root.data, v, 6);
    for (int i = 0; i < n; i++) {
      // dq = J^T A^-1 v
      double sum = 0;
      for (int r = 0; r < 6; r++) sum += state.jacobian[r * n + i] * v[r];
      dq_rad_s[i] = solvable ? sum : 0.0;
    }
  }
}
