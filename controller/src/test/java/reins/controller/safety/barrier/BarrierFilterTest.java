package reins.controller.safety.barrier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import reins.contract.config.RigConfig;
import reins.contract.config.SafetyConfig;
import reins.contract.exchange.Fault;
import reins.contract.exchange.Layer;
import reins.contract.exchange.Mode;
import reins.controller.estimate.ToolEstimator;
import reins.controller.law.Setpoint;
import reins.controller.loop.PlayedArm;
import reins.controller.model.JointLimits;
import reins.controller.port.ArmCommand;
import reins.controller.port.RobotState;
import reins.controller.safety.Limiter;

/** What the filter does tick by tick; whole fights against it are {@link FightTest}'s. */
class BarrierFilterTest {
  private final RigConfig.Resolved config = Fight.cluttered();
  private final JointLimits joints = new JointLimits(config.robot());
  private final int n = joints.n();
  private final Fight fight = new Fight(config);
  private final PlayedArm arm = fight.arm;
  private final RobotState state = fight.state;
  private final Setpoint setpoint = fight.setpoint;
  private final ArmCommand command = fight.command;
  private final ToolEstimator estimator =
      new ToolEstimator(config.robot(), config.rig().safety().payload());
  private final BarrierFilter filter = new BarrierFilter(config);
  private final Limiter limiter = new Limiter(config);

  @Test
  void shouldLeaveAnArmAloneThatDoesWhatItMay() {
    double[] wanted = new double[n];
    for (int t = 0; t < 500; t++) {
      for (int i = 0; i < n; i++) wanted[i] = 3e-3 * joints.tauMax(i) * Math.sin(t * 0.02 + i);
      fight.tick(wanted);
    }
    assertEquals(0, fight.acted);
    assertEquals(0, setpoint.changed[Layer.BARRIER.ordinal()]);
  }

  /** The tool is pushed to the left for four seconds, and damped in every other way. */
  @Test
  void shouldStopAtAWallAsAWallWould() {
    double[] wanted = new double[n];
    for (int t = 0; t < 4000; t++) {
      arm.read(t * 1_000_000L, state);
      estimator.update(state);
      for (int i = 0; i < n; i++) {
        wanted[i] = -5 * state.dq_rad_s[i];
        wanted[i] += state.jacobian[n + i] * 20;
      }
      fight.tick(wanted);
    }
    assertTrue(fight.acted > 0);
    fight.assertHeld();
    double wall_m = config.rig().safety().barrier().workspace().high_m()[1];
    assertEquals(wall_m, arm.p_base_tool_m()[1], 0.01);
    assertEquals(0, state.v_base_tool[1], 0.01, "rests there");
  }

  private static SafetyConfig.Obstacle beside(String name, double[] p_m, double x_m) {
    double[] center_m = {p_m[0] + x_m, p_m[1], p_m[2]};
    return new SafetyConfig.Obstacle(name, center_m, 0.6, List.of("tool"));
  }

  private TorqueWindow measured() {
    arm.read(0, state);
    estimator.update(state);
    setpoint.mode = Mode.HOLD;
    java.util.Arrays.fill(command.tau_Nm, 0);
    return limiter.window(state, 1e-3);
  }

  @Test
  void shouldYieldAlikeWhereTheBarriersContradictOneAnother() {
    double[] p_m = arm.p_base_tool_m();
    BarrierFilter caught =
        new BarrierFilter(Fight.with(beside("front", p_m, 0.5), beside("back", p_m, -0.5)));
    TorqueWindow window = measured();
    int fault = caught.filter(0, state, setpoint, window, command);
    assertTrue((fault & Fault.BARRIER_SHORT) != 0);
    assertEquals(0, fault & Fault.BARRIER_FELL_BACK);
    double[] pushed = acceleration();
    assertEquals(0, pushed[0], 0.5, "between the two: " + pushed[0]);
  }

  @Test
  void shouldGiveWhatTheWindowHasWhereABarrierAsksForMore() {
    BarrierFilter caught = new BarrierFilter(Fight.with(beside("front", arm.p_base_tool_m(), 0.5)));
    TorqueWindow window = measured();
    int fault = caught.filter(0, state, setpoint, window, command);
    assertTrue((fault & Fault.BARRIER_SHORT) != 0);
    assertTrue(acceleration()[0] < -0.2, "backwards");
    for (int i = 0; i < n; i++)
      assertTrue(command.tau_Nm[i] >= window.low_Nm[i] && command.tau_Nm[i] <= window.high_Nm[i]);
  }

  @Test
  void shouldBrakeWhereNothingCanBeSolved() {
    arm.dq_rad_s[0] = 1;
    TorqueWindow window = measured();
    state.mass_kgm2[0] = -1;
    int fault = filter.filter(0, state, setpoint, window, command);
    assertTrue((fault & Fault.BARRIER_FELL_BACK) != 0);
    // tau = c - 20 M dq, as far as the window goes: here M_11 = -1 and the push is forward.
    assertEquals(window.high_Nm[0], command.tau_Nm[0], 0);
  }

  /** J M^-1 (tau - c), the tool's from rest. */
  private double[] acceleration() {
    DMatrixRMaj ddq = new DMatrixRMaj(n, 1), a = new DMatrixRMaj(6, 1);
    DMatrixRMaj tau = new DMatrixRMaj(n, 1);
    for (int i = 0; i < n; i++) tau.data[i] = command.tau_Nm[i] - state.coriolis_Nm[i];
    CommonOps_DDRM.solve(DMatrixRMaj.wrap(n, n, state.mass_kgm2), tau, ddq);
    CommonOps_DDRM.mult(DMatrixRMaj.wrap(6, n, state.jacobian), ddq, a);
    return a.data;
  }

  @Test
  void shouldLeaveAnArmAloneThatNobodySees() {
    arm.q_rad[0] = 2.95;
    arm.read(0, state);
    estimator.update(state);
    setpoint.mode = Mode.RECOVERING;
    java.util.Arrays.fill(command.tau_Nm, 0);
    TorqueWindow window = limiter.window(state, 1e-3);
    assertEquals(0, filter.filter(Fault.STATE_STALE, state, setpoint, window, command));
    setpoint.mode = Mode.IDLE;
    assertEquals(0, filter.filter(0, state, setpoint, window, command));
    setpoint.mode = Mode.HOLD;
    assertTrue((filter.filter(0, state, setpoint, window, command) & Fault.BARRIER_ACTED) != 0);
    assertTrue(command.tau_Nm[0] < 0, "drawn back");
  }
}
