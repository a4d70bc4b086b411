package reins.controller.safety.barrier;

import org.ejml.dense.row.decomposition.TriangularSolver_DDRM;
import reins.contract.config.RobotConfig;
import reins.controller.model.JointLimits;
import reins.controller.port.RobotState;

/**
 * Rows {@code pull . tau >= bound}: what barriers ask of the torques of this tick.
 *
 * <p>A barrier speaks of accelerations, {@code n . ddq >= b}. Torque cannot jump: what the joints
 * have now goes on to push while it is unwound at its rate, and pairs of joints that hold each
 * other's large torques show no acceleration before one of them lets go. So every row is asked for
 * twice: of the speeds that are, and, where it is worse, of the speeds that will be once all torque
 * has been unwound.
 *
 * <pre>
 *   u = tau - c                          what accelerates the arm
 *   z = dq + M^-1 u |u| / (2 rate)       its speeds after the unwinding
 *   dz/dt = M^-1 (u + |u| / rate dtau/dt)
 * </pre>
 *
 * <p>Unwinding itself leaves z alone, whatever the torques are: it keeps every barrier of speed at
 * once, while that of this tick is in none of their way.
 *
 * <p>Units and frames: SI. Threads: one. Allocates nothing after construction.
 */
final class TorqueRows {
  /** Share of the joints' torque rates that one barrier counts on: others may need theirs. */
  private static final double RATE_SHARE = 0.1;

  /** Share of the joints' torque rates with which torque is thought to be unwound. */
  private static final double UNWINDING_SHARE = 0.7;

  private final int n;
  private final double period_s;
  private final double[] dtau_max_Nm_s;
  private final double[] pulls;
  private final double[] bounds;
  private final double[] a;
  private final double[] last_Nm;
  private final double[] coriolis_Nm;
  private final double[] impulse_Nms;
  private final double[] lead;
  private final double[] rootInverse;
  private final double[] inverse; // [n, n] M^-1
  private double[] root;
  private boolean ahead;
  private double coming;
  private int count;

  TorqueRows(RobotConfig robot, double period_s, int capacity) {
    n = robot.n();
    this.period_s = period_s;
    JointLimits joints = new JointLimits(robot);
    dtau_max_Nm_s = new double[n];
    for (int i = 0; i < n; i++) dtau_max_Nm_s[i] = joints.dtauMax(i);
    pulls = new double[capacity * n];
    bounds = new double[capacity];
    a = new double[n];
    last_Nm = new double[n];
    coriolis_Nm = new double[n];
    impulse_Nms = new double[n];
    lead = new double[n];
    rootInverse = new double[n * n];
    inverse = new double[n * n];
  }

  /**
   * Forgets every row; the next are asked of the speeds that are.
   *
   * @param root [n, n] lower, of the mass matrix
   */
  void clear(RobotState state, TorqueWindow window, double[] root) {
    this.root = root;
    count = 0;
    ahead = false;
    invert();
    for (int i = 0; i < n; i++) {
      double rate = UNWINDING_SHARE * dtau_max_Nm_s[i];
      last_Nm[i] = window.last_Nm[i];
      coriolis_Nm[i] = state.coriolis_Nm[i];
      double net = last_Nm[i] - coriolis_Nm[i];
      // u |u| / (2 rate);  |u| / (rate dt)
      impulse_Nms[i] = 0.5 * net * Math.abs(net) / rate;
      lead[i] = Math.abs(net) / (rate * period_s);
    }
  }

  /** Once a tick, for some forty rows. */
  private void invert() {
    TriangularSolver_DDRM.invertLower(root, rootInverse, n);
    // M^-1 = L^-T L^-1
    for (int i = 0; i < n; i++)
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        for (int k = i; k < n; k++) sum += rootInverse[k * n + i] * rootInverse[k * n + j];
        inverse[i * n + j] = sum;
        inverse[j * n + i] = sum;
      }
  }

  /** The next rows are asked of the speeds that will be, where these are worse. */
  void lookAhead() {
    ahead = true;
  }

  /**
   * Opens a row along a normal in the joints. Returns the jerk that it may ask for; looking ahead
   * there is none to keep, as unwinding stops z at once.
   *
   * @param g [n]
   */
  double open(double[] g) {
    // A force along the normal changes as fast as the joint that is first at its torque rate.
    double force_rate = Double.MAX_VALUE, mobility = 0;
    for (int j = 0; j < n; j++)
      if (g[j] != 0) force_rate = Math.min(force_rate, dtau_max_Nm_s[j] / Math.abs(g[j]));
    // a = M^-1 n;  n . a is the inverse of the inertia that the barrier feels
    for (int i = 0; i < n; i++) {
      a[i] = 0;
      for (int j = 0; j < n; j++) a[i] += inverse[i * n + j] * g[j];
      mobility += g[i] * a[i];
    }
    coming = 0;
    if (ahead) for (int j = 0; j < n; j++) coming += a[j] * impulse_Nms[j];
    coming = Math.min(0, coming);
    return ahead ? Double.POSITIVE_INFINITY : RATE_SHARE * force_rate * Math.max(0, mobility);
  }

  /** What the unwinding adds to the speed along the open row: n . (z - dq), never above 0. */
  double coming() {
    return coming;
  }

  /** Closes the open row: {@code n . ddq >= b}, or {@code n . dz/dt >= b} looking ahead. */
  void close(double b) {
    if (ahead && coming == 0) return;
    double bound = b;
    for (int j = 0; j < n; j++) {
      // M^-1 (tau - c + lead (tau - tau_last))
      double more = ahead ? lead[j] : 0;
      pulls[count * n + j] = (1 + more) * a[j];
      bound += a[j] * (coriolis_Nm[j] + more * last_Nm[j]);
    }
    bounds[count++] = bound;
  }

  /** How many rows there are. */
  int count() {
    return count;
  }

  /** By how much a torque keeps row k; negative where it does not. */
  double slack(int k, double[] tau_Nm) {
    double sum = -bounds[k];
    for (int i = 0; i < n; i++) sum += pulls[k * n + i] * tau_Nm[i];
    return sum;
  }

  /** The most that a window can add to row k: max pull . (tau' - tau). */
  double most(int k, double[] tau_Nm, TorqueWindow window) {
    double most = 0;
    for (int i = 0; i < n; i++) {
      double pull = pulls[k * n + i];
      most += pull * ((pull > 0 ? window.high_Nm[i] : window.low_Nm[i]) - tau_Nm[i]);
    }
    return most;
  }

  /** L^T pull of row k: the row where torque is L x. {@code row} [n] written. */
  void inRoot(int k, double[] row) {
    for (int i = 0; i < n; i++) {
      row[i] = 0;
      for (int j = i; j < n; j++) row[i] += root[j * n + i] * pulls[k * n + j];
    }
  }
}
