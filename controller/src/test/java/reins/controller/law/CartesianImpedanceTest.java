package reins.controller.law;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import reins.contract.config.RigConfig;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.Mode;
import reins.contract.geometry.Quaternions;
import reins.controller.Rigs;
import reins.controller.estimate.ToolEstimator;
import reins.controller.port.ArmCommand;
import reins.controller.port.RobotState;

class CartesianImpedanceTest {
  private final RigConfig.Resolved config = Rigs.simFranka();
  private final TaskConfig.Impedance gains = config.task().impedance();
  private final int n = config.robot().n();
  private final RobotState state = new RobotState(n);
  private final Setpoint setpoint = new Setpoint();
  private final ArmCommand command = new ArmCommand(n);
  private final CartesianImpedance law = new CartesianImpedance(config.robot(), config.task());

  private void measure(double[] q_rad, double[] dq_rad_s) {
    System.arraycopy(q_rad, 0, state.q_rad, 0, n);
    System.arraycopy(dq_rad_s, 0, state.dq_rad_s, 0, n);
    state.width_m = 0.04;
    new ToolEstimator(config.robot(), config.rig().safety().payload()).update(state);
    setpoint.mode = Mode.ACTIVE_POLICY;
    setpoint.width_m = 0.04;
    System.arraycopy(state.p_base_tool_m, 0, setpoint.p_base_ref_m, 0, 3);
    System.arraycopy(state.q_base_tool, 0, setpoint.q_base_ref, 0, 4);
  }

  private void rampUp() {
    law.compute(state, setpoint, gains.ramp_s() + 1, command);
  }

  /** What a torque does to the tool at rest: a = J M^-1 tau. */
  private DMatrixRMaj acceleration(double[] tau_Nm) {
    DMatrixRMaj ddq = new DMatrixRMaj(n, 1), a = new DMatrixRMaj(6, 1);
    CommonOps_DDRM.solve(
        DMatrixRMaj.wrap(n, n, state.mass_kgm2), DMatrixRMaj.wrap(n, 1, tau_Nm), ddq);
    CommonOps_DDRM.mult(DMatrixRMaj.wrap(6, n, state.jacobian), ddq, a);
    return a;
  }

  /** The force that a torque is at the tool: F = (J M^-1 J^T)^-1 J M^-1 tau. */
  private double[] wrench(double[] tau_Nm) {
    DMatrixRMaj columns = new DMatrixRMaj(6, 6), f = new DMatrixRMaj(6, 1);
    for (int k = 0; k < 6; k++) {
      double[] row = Arrays.copyOfRange(state.jacobian, k * n, k * n + n);
      DMatrixRMaj a = acceleration(row);
      for (int i = 0; i < 6; i++) columns.set(i, k, a.get(i));
    }
    CommonOps_DDRM.solve(columns, acceleration(tau_Nm), f);
    return f.data;
  }

  @Test
  void shouldBoundTheStaticForceByStiffnessTimesClip() {
    measure(config.robot().q_home_rad(), new double[n]);
    for (int k = 0; k < 3; k++) setpoint.p_base_ref_m[k] += k == 1 ? -0.5 : 0.5;
    rampUp();
    double[] f = wrench(command.tau_Nm);
    double bound = gains.k_trans_N_m() * gains.clip_trans_m();
    assertArrayEquals(new double[] {bound, -bound, bound, 0, 0, 0}, f, 1e-3);
  }

  @Test
  void shouldTakeTheWholeAngleForItsError() {
    measure(config.robot().q_home_rad(), new double[n]);
    double[] turn = new double[4];
    Quaternions.exp(new double[] {0, 0.08, 0}, turn);
    Quaternions.multiply(turn, state.q_base_tool, setpoint.q_base_ref);
    rampUp();
    assertArrayEquals(
        new double[] {0, 0, 0, 0, gains.k_rot_Nm_rad() * 0.08, 0}, wrench(command.tau_Nm), 1e-3);
  }

  @Test
  void shouldNotCareForTheSignOfAQuaternion() {
    measure(config.robot().q_home_rad(), new double[n]);
    double[] turn = new double[4];
    Quaternions.exp(new double[] {0.05, -0.02, 0.04}, turn);
    Quaternions.multiply(turn, state.q_base_tool, setpoint.q_base_ref);
    rampUp();
    double[] tau = command.tau_Nm.clone();
    for (int i = 0; i < 4; i++) setpoint.q_base_ref[i] *= -1;
    law.compute(state, setpoint, 1e-3, command);
    assertArrayEquals(tau, command.tau_Nm, 1e-12);
  }

  @Test
  void shouldStartSoftlyEveryTime() {
    measure(config.robot().q_home_rad(), new double[n]);
    setpoint.p_base_ref_m[0] += 0.1;
    for (int start = 0; start < 2; start++) {
      law.compute(state, setpoint, 1e-3, command);
      for (double tau : command.tau_Nm) assertEquals(0, tau, 0.01, "first torque");
      rampUp();
      assertTrue(Math.abs(command.tau_Nm[1]) > 1, "full gains");
      setpoint.mode = Mode.IDLE;
      law.compute(state, setpoint, 1e-3, command);
      assertArrayEquals(new double[n], command.tau_Nm, "no torque while not armed");
      setpoint.mode = Mode.ACTIVE_POLICY;
    }
  }

  /** The elbow's pull is not felt at the tool, up to the damping near singularities. */
  @Property(tries = 100)
  void shouldNotMoveTheToolFromTheNullspace(@ForAll long seed) {
    Random random = new Random(seed);
    double[] q = config.robot().q_home_rad().clone();
    for (int i = 0; i < n; i++) q[i] += 0.4 * random.nextGaussian();
    measure(q, new double[n]);
    rampUp();
    double[] a = acceleration(command.tau_Nm).data;
    for (int row = 0; row < 6; row++) assertEquals(0, a[row], 0.1, "row " + row);
  }

  @Property(tries = 100)
  void shouldOnlyTakeEnergyInSafeStop(@ForAll long seed) {
    Random random = new Random(seed);
    double[] dq = new double[n];
    for (int i = 0; i < n; i++) dq[i] = random.nextGaussian();
    measure(config.robot().q_home_rad(), dq);
    setpoint.mode = Mode.SAFE_STOP;
    law.compute(state, setpoint, 1e-3, command);
    for (int i = 0; i < n; i++) assertTrue(command.tau_Nm[i] * dq[i] <= 0);
  }
}
