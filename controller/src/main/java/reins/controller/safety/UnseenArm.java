package reins.controller.safety;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.TriangularSolver_DDRM;
import org.ejml.dense.row.misc.UnrolledCholesky_DDRM;
import reins.contract.config.RobotConfig;
import reins.controller.law.JointDamping;
import reins.controller.port.RobotState;

/**
 * How an arm slows down that nobody sees, under joint damping alone: {@code M ddq = -D dq} from the
 * speed measured last. The damping that is commanded meanwhile takes away the momentum that the arm
 * had, and no more, so that an arm that stood against something is not pushed off it.
 *
 * <p>Threads: the control loop's. Allocates nothing after construction.
 */
final class UnseenArm {
  private final int n;
  private final JointDamping damping;
  private final DMatrixRMaj mass;
  private final DMatrixRMaj root;
  private final double[] ddq_rad_s2;

  UnseenArm(RobotConfig robot) {
    n = robot.n();
    damping = new JointDamping(robot);
    mass = new DMatrixRMaj(n, n);
    root = new DMatrixRMaj(n, n);
    ddq_rad_s2 = new double[n];
  }

  /** Carries the state's speeds on by dt. {@code state} written. */
  void slow(RobotState state, double dt_s) {
    damping.compute(state, ddq_rad_s2);
    System.arraycopy(state.mass_kgm2, 0, mass.data, 0, n * n);
    boolean solvable = UnrolledCholesky_DDRM.lower(mass, root);
    if (solvable) {
      TriangularSolver_DDRM.solveL(root.data, ddq_rad_s2, n);
      TriangularSolver_DDRM.solveTranL(root.data, ddq_rad_s2, n);
    }
    for (int i = 0; i < n; i++) {
      // dq := dq - M^-1 D dq dt
      double dq = state.dq_rad_s[i] + ddq_rad_s2[i] * dt_s;
      state.dq_rad_s[i] = solvable && Double.isFinite(dq) ? dq : 0;
    }
  }
}
