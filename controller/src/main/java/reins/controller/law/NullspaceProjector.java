package reins.controller.law;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.decomposition.TriangularSolver_DDRM;
import org.ejml.dense.row.misc.UnrolledCholesky_DDRM;
import reins.controller.port.RobotState;

/**
 * Takes from a joint torque what would accelerate the tool, and leaves what only moves the elbow:
 * the dynamically consistent projector.
 *
 * <p>Threads: the control loop's. Every matrix is allocated once.
 *
 * <p>Source: Khatib, A unified approach for motion and force control of robot manipulators, 1987;
 * the damping's schedule after Nakamura, Hanafusa, Inverse kinematic solutions with singularity
 * robustness, 1986.
 */
final class NullspaceProjector {
  /**
   * Smallest pivot of J M^-1 J^T below which the arm counts as near a singularity; an arm of this
   * class has about 0.2 to 1 in its ready pose.
   */
  private static final double NEAR = 0.05;

  /** lambda^2 at the singularity itself. */
  private static final double DAMPING = 0.02;

  private final int n;
  private final DMatrixRMaj mass;
  private final DMatrixRMaj massRoot;
  private final DMatrixRMaj y;
  private final DMatrixRMaj w;
  private final DMatrixRMaj a = new DMatrixRMaj(6, 6);
  private final DMatrixRMaj aRoot = new DMatrixRMaj(6, 6);
  private final DMatrixRMaj b = new DMatrixRMaj(6, 1);

  NullspaceProjector(int n) {
    this.n = n;
    mass = new DMatrixRMaj(n, n);
    massRoot = new DMatrixRMaj(n, n);
    y = new DMatrixRMaj(n, 6);
    w = new DMatrixRMaj(n, 1);
  }

  /**
   * tau := N tau, with N = I - J^T (J M^-1 J^T + lambda^2 I)^-1 J M^-1, damped by lambda only near
   * a singularity. {@code tau_Nm} [n] written; zeros where the mass matrix is not positive
   * definite.
   */
  void project(RobotState state, double[] tau_Nm) {
    // M = L L^T, Y = L^-1 J^T, w = L^-1 tau
    System.arraycopy(state.mass_kgm2, 0, mass.data, 0, n * n);
    boolean solvable = UnrolledCholesky_DDRM.lower(mass, massRoot);
    for (int i = 0; i < n; i++) {
      for (int row = 0; row < 6; row++) y.data[6 * i + row] = state.jacobian[row * n + i];
      w.data[i] = tau_Nm[i];
    }
    TriangularSolver_DDRM.solveL(massRoot.data, y.data, n, 6);
    TriangularSolver_DDRM.solveL(massRoot.data, w.data, n);
    // A = J M^-1 J^T = Y^T Y, b = J M^-1 tau = Y^T w
    CommonOps_DDRM.multInner(y, a);
    CommonOps_DDRM.multTransA(y, w, b);
    solvable &= factor();
    // b := (A + lambda^2 I)^-1 b
    TriangularSolver_DDRM.solveL(aRoot.data, b.data, 6);
    TriangularSolver_DDRM.solveTranL(aRoot.data, b.data, 6);
    for (int i = 0; i < n; i++) {
      // tau := tau - J^T b
      double sum = tau_Nm[i];
      for (int row = 0; row < 6; row++) sum -= state.jacobian[row * n + i] * b.data[row];
      tau_Nm[i] = solvable ? sum : 0.0;
    }
  }

  /** A + lambda^2 I = L L^T, with no damping away from singularities. */
  private boolean factor() {
    boolean regular = UnrolledCholesky_DDRM.lower(a, aRoot);
    double pivot = NEAR;
    for (int i = 0; i < 6; i++) pivot = Math.min(pivot, aRoot.data[7 * i] * aRoot.data[7 * i]);
    if (regular && pivot >= NEAR) return true;
    // lambda^2 = lambda_0^2 (1 - pivot / near)^2
    double far = regular ? 1 - pivot / NEAR : 1;
    for (int i = 0; i < 6; i++) a.data[7 * i] += DAMPING * far * far;
    return UnrolledCholesky_DDRM.lower(a, aRoot);
  }
}
