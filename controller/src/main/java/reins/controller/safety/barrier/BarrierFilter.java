package reins.controller.safety.barrier;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.misc.UnrolledCholesky_DDRM;
import reins.contract.config.RigConfig;
import reins.contract.exchange.Fault;
import reins.contract.exchange.Layer;
import reins.controller.law.Setpoint;
import reins.controller.port.ArmCommand;
import reins.controller.port.RobotState;

/**
 * Changes the law's torque as little as it takes to keep the arm within its joints' limits and
 * speeds, the tool within its box and its speed, and the arm's points out of obstacles.
 *
 * <pre>
 *   min (tau - tau_law)^T M^-1 (tau - tau_law)
 *   s.t. n . ddq >= b            ddq = M^-1 (tau - c)      every {@link BarrierRows barrier}
 *        low <= tau <= high                                what limit and rate leave in this tick
 * </pre>
 *
 * <p>In the metric of M^-1 the change is a force along each active barrier's normal, as a wall
 * would exert it: a joint's limit changes that joint's torque alone. A barrier that no torque of
 * the window can keep is asked for what the window can give; barriers that contradict one another
 * make the arm brake.
 *
 * <p>Threads: the control loop's. Allocates nothing after construction.
 *
 * <p>Source: Ames et al., Control barrier functions: theory and applications, 2019; Xiao, Belta,
 * High-order control barrier functions, 2022.
 */
public final class BarrierFilter {
  /** A joint that has to brake fades its speed so fast. */
  private static final double BRAKE_1_s = 20;

  /**
   * How far barriers yield beside torque where they contradict one another: those that look ahead
   * first, then the speed of tool and arm, then space, the joints' own last.
   */
  private static final double AHEAD_YIELDS = 1e-1;

  private static final double SPEED_YIELDS = 1e-2;

  private static final double SPACE_YIELDS = 3e-3;
  private static final double JOINTS_YIELD = 1e-3;

  /** Share of what the window can give that a barrier it cannot keep is asked for. */
  private static final double ATTAINABLE = 1 - 1e-6;

  private final int n;
  private final BarrierRows barriers;
  private final TorqueRows rows;
  private final LeastChange solver;
  private final DMatrixRMaj mass;
  private final DMatrixRMaj root;
  private final double[] tau_Nm;
  private final double[] g;

  /** Takes robot and rig. */
  public BarrierFilter(RigConfig.Resolved config) {
    n = config.robot().n();
    barriers = new BarrierRows(config);
    rows = barriers.rows();
    solver = new LeastChange(n + 1, barriers.capacity() + 2 * n);
    mass = new DMatrixRMaj(n, n);
    root = new DMatrixRMaj(n, n);
    tau_Nm = new double[n];
    g = new double[n];
  }

  /**
   * Filters the torque of this tick.
   *
   * @param known bits of {@link Fault}: an arm that nobody sees is left alone
   * @param setpoint the mode; what was changed is written
   * @param window the torques that may be commanded; null: the robot takes none
   * @param command written
   * @return bits of {@link Fault}
   */
  public int filter(
      int known, RobotState state, Setpoint setpoint, TorqueWindow window, ArmCommand command) {
    boolean powered = setpoint.mode.following() || setpoint.mode.braking();
    if (!powered || window == null || (known & Fault.STATE_STALE) != 0) return 0;
    for (int i = 0; i < n; i++) tau_Nm[i] = window.nearest(i, command.tau_Nm[i]);
    if (!finite()) return 0;
    System.arraycopy(state.mass_kgm2, 0, mass.data, 0, n * n);
    if (!UnrolledCholesky_DDRM.lower(mass, root)) return brake(state, setpoint, window, command);
    barriers.update(state, window, root.data, setpoint.mode.following());
    if (kept()) return 0;
    int fault = Fault.BARRIER_ACTED | pose(window);
    LeastChange.Outcome outcome = solver.solve();
    if (outcome == LeastChange.Outcome.INFEASIBLE) {
      solver.relax(rows.count(), AHEAD_YIELDS);
      solver.relax(barriers.present(), SPEED_YIELDS);
      solver.relax(barriers.hard(), SPACE_YIELDS);
      solver.relax(2 * n, JOINTS_YIELD);
      outcome = solver.solve();
      fault |= Fault.BARRIER_SHORT;
    }
    if (outcome != LeastChange.Outcome.SOLVED)
      return fault | brake(state, setpoint, window, command);
    apply(window);
    return fault | say(setpoint, window, command);
  }

  private boolean finite() {
    double sum = 0;
    for (int i = 0; i < n; i++) sum += 0 * tau_Nm[i];
    return sum == 0;
  }

  private boolean kept() {
    boolean kept = true;
    for (int k = 0; k < rows.count(); k++) kept &= rows.slack(k, tau_Nm) >= 0;
    return kept;
  }

  /**
   * Poses the problem in x, with tau = tau_law + L x and M = L L^T, so that the metric becomes the
   * plain one.
   */
  private int pose(TorqueWindow window) {
    solver.clear();
    int fault = 0;
    for (int k = 0; k < rows.count(); k++) {
      double bound = -rows.slack(k, tau_Nm);
      if (bound > 0) {
        double most = ATTAINABLE * rows.most(k, tau_Nm, window);
        if (bound > most) fault = Fault.BARRIER_SHORT;
        bound = Math.min(bound, most);
      }
      // pull . tau = pull . tau_law + (L^T pull) . x
      rows.inRoot(k, g);
      solver.add(g, 0, n, bound);
    }
    for (int i = 0; i < n; i++) {
      // tau_i = tau_law_i + L_i x
      for (int k = 0; k < n; k++) g[k] = k <= i ? root.data[i * n + k] : 0;
      solver.add(g, 0, n, window.low_Nm[i] - tau_Nm[i]);
      for (int k = 0; k <= i; k++) g[k] = -g[k];
      solver.add(g, 0, n, tau_Nm[i] - window.high_Nm[i]);
    }
    return fault;
  }

  private void apply(TorqueWindow window) {
    double[] x = solver.x();
    for (int i = 0; i < n; i++) {
      double change = 0;
      for (int k = 0; k <= i; k++) change += root.data[i * n + k] * x[k];
      // Not a rounding error beyond the window.
      tau_Nm[i] = window.nearest(i, tau_Nm[i] + change);
    }
  }

  private int brake(RobotState state, Setpoint setpoint, TorqueWindow window, ArmCommand command) {
    for (int i = 0; i < n; i++) {
      // tau = c - k M dq
      double sum = state.coriolis_Nm[i];
      for (int j = 0; j < n; j++) sum -= BRAKE_1_s * state.mass_kgm2[i * n + j] * state.dq_rad_s[j];
      tau_Nm[i] = window.nearest(i, sum);
    }
    return Fault.BARRIER_FELL_BACK | say(setpoint, window, command);
  }

  private int say(Setpoint setpoint, TorqueWindow window, ArmCommand command) {
    double change = 0;
    for (int i = 0; i < n; i++) {
      double d = tau_Nm[i] - window.nearest(i, command.tau_Nm[i]);
      change += d * d;
      command.tau_Nm[i] = tau_Nm[i];
    }
    setpoint.changed[Layer.BARRIER.ordinal()] = Math.sqrt(change);
    return 0;
  }
}
