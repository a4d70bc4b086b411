package reins.controller.law;

import java.util.Arrays;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import reins.contract.config.RobotConfig;
import reins.controller.Rigs;
import reins.controller.estimate.ToolEstimator;
import reins.controller.port.ArmCommand;
import reins.controller.port.RobotState;

/** An arm in a state, a set-point on it, and what a torque does to its tool. */
final class Measured {
  final RobotConfig robot;
  final int n;
  final RobotState state;
  final Setpoint setpoint = new Setpoint();
  final ArmCommand command;
  private final ToolEstimator estimator;

  Measured(RobotConfig robot) {
    this.robot = robot;
    n = robot.n();
    state = new RobotState(n);
    command = new ArmCommand(n);
    estimator = new ToolEstimator(robot, Rigs.simFranka().rig().safety().payload());
    setpoint.width_m = 0.04;
  }

  /** The arm is here, and so is the set-point. */
  void at(double[] q_rad, double[] dq_rad_s) {
    System.arraycopy(q_rad, 0, state.q_rad, 0, n);
    System.arraycopy(dq_rad_s, 0, state.dq_rad_s, 0, n);
    state.width_m = 0.04;
    estimator.update(state);
    setpoint.law = LawName.CARTESIAN_IMPEDANCE;
    System.arraycopy(state.p_base_tool_m, 0, setpoint.p_base_ref_m, 0, 3);
    System.arraycopy(state.q_base_tool, 0, setpoint.q_base_ref, 0, 4);
    System.arraycopy(state.q_rad, 0, setpoint.q_ref_rad, 0, n);
    Arrays.fill(setpoint.dq_ref_rad_s, 0);
    Arrays.fill(setpoint.wrench_base_ref, 0);
  }

  void atHome() {
    at(robot.q_home_rad(), new double[n]);
  }

  /** Somewhere in the middle two thirds of the joints' ranges, in motion. */
  void anywhere(Random random, double speed_rad_s) {
    double[] q = new double[n], dq = new double[n];
    for (int i = 0; i < n; i++) {
      RobotConfig.Joint joint = robot.joints().get(i);
      double share = 1 / 6.0 + random.nextDouble() * 2 / 3;
      q[i] = joint.q_min_rad() + share * (joint.q_max_rad() - joint.q_min_rad());
      dq[i] = speed_rad_s * random.nextGaussian();
    }
    at(q, dq);
  }

  /** What a torque does to the tool at rest: a = J M^-1 tau. */
  double[] acceleration(double[] tau_Nm) {
    DMatrixRMaj ddq = new DMatrixRMaj(n, 1), a = new DMatrixRMaj(6, 1);
    CommonOps_DDRM.solve(
        DMatrixRMaj.wrap(n, n, state.mass_kgm2), DMatrixRMaj.wrap(n, 1, tau_Nm), ddq);
    CommonOps_DDRM.mult(DMatrixRMaj.wrap(6, n, state.jacobian), ddq, a);
    return a.data;
  }

  /** The force that a torque is at the tool: F = (J M^-1 J^T)^-1 J M^-1 tau. */
  double[] wrench(double[] tau_Nm) {
    DMatrixRMaj columns = new DMatrixRMaj(6, 6), f = new DMatrixRMaj(6, 1);
    for (int k = 0; k < 6; k++) {
      double[] a = acceleration(Arrays.copyOfRange(state.jacobian, k * n, k * n + n));
      for (int i = 0; i < 6; i++) columns.set(i, k, a[i]);
    }
    CommonOps_DDRM.solve(columns, DMatrixRMaj.wrap(6, 1, acceleration(tau_Nm)), f);
    return f.data;
  }
}
