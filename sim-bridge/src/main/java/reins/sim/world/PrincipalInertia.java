package reins.sim.world;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import reins.contract.geometry.Quaternions;

/**
 * An inertia tensor as moments about its principal axes: {@code I = R diag(moments) R^T}.
 *
 * @param moments_kgm2 [3]
 * @param q_link_principal [4] the principal axes' orientation in the link's axes, w first
 */
record PrincipalInertia(double[] moments_kgm2, double[] q_link_principal) {

  /** Takes xx, yy, zz, xy, xz, yz. */
  static PrincipalInertia of(double[] inertia_kgm2) {
    double[] i = inertia_kgm2;
    DMatrixRMaj tensor =
        new DMatrixRMaj(
            new double[][] {{i[0], i[3], i[4]}, {i[3], i[1], i[5]}, {i[4], i[5], i[2]}});
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(3, true, true);
    if (!eigen.decompose(tensor))
      throw new IllegalArgumentException("an inertia tensor without principal axes: " + tensor);
    double[] moments = new double[3], axes = new double[9];
    for (int k = 0; k < 3; k++) {
      moments[k] = eigen.getEigenvalue(k).real;
      for (int row = 0; row < 3; row++) axes[3 * row + k] = eigen.getEigenVector(k).get(row);
    }
    // A turn, not a mirror: z = x cross y.
    axes[2] = axes[3] * axes[7] - axes[6] * axes[4];
    axes[5] = axes[6] * axes[1] - axes[0] * axes[7];
    axes[8] = axes[0] * axes[4] - axes[3] * axes[1];
    double[] q = new double[4];
    Quaternions.fromMatrix(axes, q);
    return new PrincipalInertia(moments, q);
  }
}
