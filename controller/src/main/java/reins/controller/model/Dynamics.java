package reins.controller.model;

import java.util.Arrays;
import reins.contract.config.RobotConfig;
import reins.contract.geometry.Kinematics;

/**
 * Rigid-body dynamics of a serial arm with its tool: inverse dynamics by recursive Newton-Euler,
 * the mass matrix by composite rigid bodies. All in base coordinates, O(n) and O(n^2), without
 * allocation.
 *
 * <p>Units and frames: SI, base frame, gravity along -z. The arm's viscous damping is not in here.
 *
 * <p>Threads: one; shares its {@link Kinematics}. Call {@link #update} after the kinematics moved.
 *
 * <p>Source: Luh, Walker, Paul 1980; Featherstone, Rigid Body Dynamics Algorithms, 2008, tables 5.1
 * and 6.2.
 */
public final class Dynamics {
  /** Standard gravity. */
  public static final double GRAVITY_m_s2 = 9.81;

  private final Kinematics kinematics;
  private final int n;
  private final Links links;
  private final double[] mass_kg;
  private final double[] com_m;
  private final double[] inertia_kgm2;

  // Per link in base coordinates: arm from the link's origin to its centre of mass, inertia about
  // that centre, and the arm from the previous link's origin to this one's.
  private final double[] r_m;
  private final double[] i_kgm2;
  private final double[] s_m;

  // Rows 1..n are links, row 0 is the base.
  private final double[] w;
  private final double[] dw;
  private final double[] a;
  private final double[] f;
  private final double[] t;
  private final double[] v = new double[3];
  private final double[] u = new double[3];
  private final double[] zeros;

  // Composite body of the links from i to the tip, about the base's origin.
  private final double[] hc_kgm = new double[3];
  private final double[] ic_kgm2 = new double[6];
  private final double[] axis0;

  /** Takes the inertias of the arm's links and of its tool. */
  public Dynamics(RobotConfig robot, Kinematics kinematics) {
    this.kinematics = kinematics;
    n = kinematics.n();
    links = new Links(robot);
    mass_kg = links.mass_kg;
    com_m = links.com_m;
    inertia_kgm2 = links.inertia_kgm2;
    r_m = new double[3 * n];
    i_kgm2 = new double[6 * n];
    s_m = new double[3 * n];
    w = new double[3 * n + 3];
    dw = new double[3 * n + 3];
    a = new double[3 * n + 3];
    f = new double[3 * n];
    t = new double[3 * n];
    zeros = new double[n];
    axis0 = new double[3 * n];
  }

  /**
   * Puts a point mass into the tool, instead of the last one; {@link #update} makes it felt.
   *
   * @param payload_kg 0 for an empty tool
   * @param p_tool_payload_m [3] its place in the tool's frame
   */
  public void carry(double payload_kg, double[] p_tool_payload_m) {
    links.carry(payload_kg, p_tool_payload_m);
  }

  /** Turns the links' inertias to where the kinematics have put them. */
  public void update() {
    double[] axes = kinematics.axes();
    double[] p = kinematics.p_base_link_m();
    for (int i = 0; i < n; i++) {
      Arrays.fill(r_m, 3 * i, 3 * i + 3, 0.0);
      for (int k = 0; k < 3; k++) {
        // r_i = R_i com_i
        Vec.addScaled(com_m[3 * i + k], axes, 9 * i + 3 * k, r_m, 3 * i);
        s_m[3 * i + k] = p[3 * i + k] - (i == 0 ? 0 : p[3 * i - 3 + k]);
      }
      turnInertia(axes, i);
    }
  }

  private void turnInertia(double[] axes, int i) {
    int x = 9 * i, y = x + 3, z = x + 6, at = 6 * i;
    double xx = inertia_kgm2[at], yy = inertia_kgm2[at + 1], zz = inertia_kgm2[at + 2];
    double xy = inertia_kgm2[at + 3], xz = inertia_kgm2[at + 4], yz = inertia_kgm2[at + 5];
    for (int k = 0; k < 6; k++) {
      int row = k < 3 ? k : k == 5 ? 1 : 0;
      int col = k < 3 ? k : k == 3 ? 1 : 2;
      double xr = axes[x + row], yr = axes[y + row], zr = axes[z + row];
      double xc = axes[x + col], yc = axes[y + col], zc = axes[z + col];
      // (R I R^T)_rc
      i_kgm2[at + k] =
          xr * (xx * xc + xy * yc + xz * zc)
              + yr * (xy * xc + yy * yc + yz * zc)
              + zr * (xz * xc + yz * yc + zz * zc);
    }
  }

  /**
   * tau = M(q) ddq + c(q, dq) + g(q), at the angles of the last update. {@code tau_Nm} [n] written.
   */
  public void inverseDynamics(double[] dq_rad_s, double[] ddq_rad_s2, double[] tau_Nm) {
    newtonEuler(dq_rad_s, ddq_rad_s2, GRAVITY_m_s2, tau_Nm);
  }

  /** c(q, dq): Coriolis and centrifugal torque. {@code tau_Nm} [n] written. */
  public void coriolis(double[] dq_rad_s, double[] tau_Nm) {
    newtonEuler(dq_rad_s, zeros, 0.0, tau_Nm);
  }

  /** g(q): torque that carries the arm. {@code tau_Nm} [n] written. */
  public void gravity(double[] tau_Nm) {
    newtonEuler(zeros, zeros, GRAVITY_m_s2, tau_Nm);
  }

  private void newtonEuler(double[] dq, double[] ddq, double g_m_s2, double[] tau) {
    // A base that accelerates upwards feels like gravity.
    a[0] = 0;
    a[1] = 0;
    a[2] = g_m_s2;
    double[] axes = kinematics.axes();
    for (int i = 0; i < n; i++) outward(i, axes, dq[i], ddq[i]);
    for (int i = n - 1; i >= 0; i--) {
      inward(i);
      // tau_i = z_i . n_i
      tau[i] = Vec.dot(axes, 9 * i + 6, t, 3 * i);
    }
  }

  private void outward(int i, double[] axes, double dq, double ddq) {
    int z = 9 * i + 6, at = 3 * i, was = 3 * i, now = 3 * i + 3;
    // w_i = w_{i-1} + z_i dq_i
    Vec.copy(w, was, w, now);
    Vec.addScaled(dq, axes, z, w, now);
    // dw_i = dw_{i-1} + z_i ddq_i + w_{i-1} x z_i dq_i
    Vec.cross(w, was, axes, z, v, 0);
    Vec.copy(dw, was, dw, now);
    Vec.addScaled(ddq, axes, z, dw, now);
    Vec.addScaled(dq, v, 0, dw, now);
    // a_i = a_{i-1} + dw_{i-1} x s_i + w_{i-1} x (w_{i-1} x s_i)
    Vec.copy(a, was, a, now);
    Vec.addCross(dw, was, s_m, at, a, now);
    Vec.cross(w, was, s_m, at, v, 0);
    Vec.addCross(w, was, v, 0, a, now);
    // f_i = m (a_i + dw_i x r_i + w_i x (w_i x r_i))
    Vec.copy(a, now, u, 0);
    Vec.addCross(dw, now, r_m, at, u, 0);
    Vec.cross(w, now, r_m, at, v, 0);
    Vec.addCross(w, now, v, 0, u, 0);
    f[at] = mass_kg[i] * u[0];
    f[at + 1] = mass_kg[i] * u[1];
    f[at + 2] = mass_kg[i] * u[2];
    // n_i = I dw_i + w_i x I w_i + r_i x f_i
    v[0] = v[1] = v[2] = 0;
    Vec.addSymmetric(i_kgm2, 6 * i, w, now, v, 0);
    Vec.cross(w, now, v, 0, t, at);
    Vec.addSymmetric(i_kgm2, 6 * i, dw, now, t, at);
    Vec.addCross(r_m, at, f, at, t, at);
  }

  private void inward(int i) {
    if (i == n - 1) return;
    int at = 3 * i, next = at + 3;
    // n_i += n_{i+1} + s_{i+1} x f_{i+1};  f_i += f_{i+1}
    Vec.addScaled(1, t, next, t, at);
    Vec.addCross(s_m, next, f, next, t, at);
    Vec.addScaled(1, f, next, f, at);
  }

  /** M(q), symmetric positive definite. {@code mass_kgm2} [n, n] row-major, written. */
  public void massMatrix(double[] mass_kgm2) {
    double[] axes = kinematics.axes();
    double[] p = kinematics.p_base_link_m();
    // Velocity of the base's origin on a body that turns about joint i: p_i x z_i.
    for (int i = 0; i < n; i++) Vec.cross(p, 3 * i, axes, 9 * i + 6, axis0, 3 * i);
    double m = 0;
    Arrays.fill(hc_kgm, 0.0);
    Arrays.fill(ic_kgm2, 0.0);
    for (int j = n - 1; j >= 0; j--) {
      m += mass_kg[j];
      gather(j, p);
      // Momentum of the composite body for dq_j = 1: l = m v0 + z x h, k = h x v0 + I z.
      Vec.cross(axes, 9 * j + 6, hc_kgm, 0, u, 0);
      Vec.addScaled(m, axis0, 3 * j, u, 0);
      Vec.cross(hc_kgm, 0, axis0, 3 * j, v, 0);
      Vec.addSymmetric(ic_kgm2, 0, axes, 9 * j + 6, v, 0);
      for (int i = 0; i <= j; i++) {
        // M_ij = z_i . k + v0_i . l
        double m_ij = Vec.dot(axes, 9 * i + 6, v, 0) + Vec.dot(axis0, 3 * i, u, 0);
        mass_kgm2[i * n + j] = m_ij;
        mass_kgm2[j * n + i] = m_ij;
      }
    }
  }

  /** Adds link j to the composite body. */
  private void gather(int j, double[] p) {
    double x = p[3 * j] + r_m[3 * j];
    double y = p[3 * j + 1] + r_m[3 * j + 1];
    double z = p[3 * j + 2] + r_m[3 * j + 2];
    double m = mass_kg[j];
    hc_kgm[0] += m * x;
    hc_kgm[1] += m * y;
    hc_kgm[2] += m * z;
    // I about the base's origin = I about the centre + m (|c|^2 1 - c c^T)
    ic_kgm2[0] += i_kgm2[6 * j] + m * (y * y + z * z);
    ic_kgm2[1] += i_kgm2[6 * j + 1] + m * (x * x + z * z);
    ic_kgm2[2] += i_kgm2[6 * j + 2] + m * (x * x + y * y);
    ic_kgm2[3] += i_kgm2[6 * j + 3] - m * x * y;
    ic_kgm2[4] += i_kgm2[6 * j + 4] - m * x * z;
    ic_kgm2[5] += i_kgm2[6 * j + 5] - m * y * z;
  }
}
