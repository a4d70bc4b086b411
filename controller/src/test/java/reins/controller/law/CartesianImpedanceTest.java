package reins.controller.law;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import reins.contract.config.RigConfig;
import reins.contract.config.TaskConfig;
import reins.contract.geometry.Quaternions;
import reins.controller.Rigs;

class CartesianImpedanceTest {
  private final RigConfig.Resolved config = Rigs.simFranka();
  private final TaskConfig.Impedance gains = config.task().impedance();
  private final Measured arm = new Measured(config.robot());
  private final CartesianImpedance law = new CartesianImpedance(config.robot(), config.task());

  private void compute(double dt_s) {
    law.compute(arm.state, arm.setpoint, dt_s, arm.command);
  }

  /** Torque of the law without that of the elbow and of Coriolis, as a force at the tool. */
  private double[] force() {
    return arm.wrench(arm.command.tau_Nm);
  }

  private TaskConfig.Impedance with(double k, double clip, double ki, double i_max) {
    return new TaskConfig.Impedance(
        k, 89, 75, 7, clip, 0.1, ki, 0, i_max, 0, gains.k_null_Nm_rad(), gains.ramp_s());
  }

  @Test
  void shouldBoundTheStaticForceByStiffnessTimesClip() {
    arm.atHome();
    for (int k = 0; k < 3; k++) arm.setpoint.p_base_ref_m[k] += k == 1 ? -0.5 : 0.5;
    compute(1e-3);
    double bound = gains.k_trans_N_m() * gains.clip_trans_m();
    assertArrayEquals(new double[] {bound, -bound, bound, 0, 0, 0}, force(), 1e-3);
  }

  @Test
  void shouldTakeTheWholeAngleForItsError() {
    arm.atHome();
    double[] turn = new double[4];
    Quaternions.exp(new double[] {0, 0.08, 0}, turn);
    Quaternions.multiply(turn, arm.state.q_base_tool, arm.setpoint.q_base_ref);
    compute(1e-3);
    assertArrayEquals(new double[] {0, 0, 0, 0, gains.k_rot_Nm_rad() * 0.08, 0}, force(), 1e-3);
  }

  @Test
  void shouldNotCareForTheSignOfAQuaternion() {
    arm.atHome();
    double[] turn = new double[4];
    Quaternions.exp(new double[] {0.05, -0.02, 0.04}, turn);
    Quaternions.multiply(turn, arm.state.q_base_tool, arm.setpoint.q_base_ref);
    compute(1e-3);
    double[] tau = arm.command.tau_Nm.clone();
    for (int i = 0; i < 4; i++) arm.setpoint.q_base_ref[i] *= -1;
    compute(1e-3);
    assertArrayEquals(tau, arm.command.tau_Nm, 1e-12);
  }

  @Test
  void shouldGrowFromNoStiffnessAfterEverySoftStart() {
    arm.atHome();
    arm.setpoint.p_base_ref_m[0] += 0.1;
    double bound = gains.k_trans_N_m() * gains.clip_trans_m();
    for (int start = 0; start < 2; start++) {
      law.start(true);
      double last = 0;
      for (double t = 1e-3; t < gains.ramp_s() + 0.01; t += 1e-3) {
        compute(1e-3);
        double f = force()[0];
        // Stiffness and clip both grow, so the force grows with the square.
        double share = Math.min(1, t / gains.ramp_s());
        assertEquals(bound * share * share, f, 0.3, "at " + t);
        assertTrue(f >= last - 1e-6, "never back");
        last = f;
      }
      assertEquals(bound, last, 1e-3);
    }
  }

  /** A start on an arm in motion brakes it with the whole damper. */
  @Test
  void shouldDampFromTheFirstTick() {
    double[] dq = new double[arm.n];
    dq[0] = 0.5;
    arm.at(config.robot().q_home_rad(), dq);
    law.start(true);
    compute(1e-3);
    double v = arm.state.v_base_tool[1];
    for (int i = 0; i < arm.n; i++) arm.command.tau_Nm[i] -= arm.state.coriolis_Nm[i];
    assertEquals(-gains.d_trans_Ns_m() * v, force()[1], 1e-6 + 0.01 * Math.abs(v));
  }

  @Test
  void shouldChangeAllGainsAndClipsTogetherAndEvenly() {
    arm.atHome();
    arm.setpoint.p_base_ref_m[0] += 0.5;
    compute(1e-3);
    double before = force()[0];
    law.retune(with(500, 0.005, 0, 0));
    double last = before;
    for (double t = 1e-3; t < gains.ramp_s() + 0.01; t += 1e-3) {
      compute(1e-3);
      double f = force()[0];
      assertTrue(Math.abs(f - last) < 1e-3 * 2.1 * before / gains.ramp_s(), "no step at " + t);
      last = f;
    }
    assertEquals(500 * 0.005, last, 1e-6);
  }

  @Test
  void shouldIntegrateOverTimeWhateverTheTick() {
    for (double dt_s : new double[] {1e-3, 2e-3, 5e-3}) {
      arm.atHome();
      law.retune(with(2000, 0.015, 400, 6));
      compute(1);
      law.start(false);
      arm.setpoint.p_base_ref_m[0] += 0.01;
      for (int i = 0; i < Math.round(1 / dt_s); i++) compute(dt_s);
      // K e + ki e t
      assertEquals(20 + 400 * 0.01, force()[0], 1e-3, "dt " + dt_s);
      for (int i = 0; i < Math.round(1 / dt_s); i++) compute(dt_s);
      assertEquals(20 + 6, force()[0], 1e-3, "bounded");
    }
  }

  @Test
  void shouldNotIntegrateWhileClippedOrLimited() {
    arm.atHome();
    law.retune(with(2000, 0.015, 400, 6));
    compute(1);
    arm.setpoint.p_base_ref_m[0] += 0.02;
    for (int i = 0; i < 1000; i++) compute(1e-3);
    assertEquals(30, force()[0], 1e-3, "clipped");
    arm.setpoint.p_base_ref_m[0] -= 0.01;
    arm.command.limited = true;
    for (int i = 0; i < 1000; i++) compute(1e-3);
    assertEquals(20, force()[0], 1e-3, "limited");
    arm.command.limited = false;
    for (int i = 0; i < 1000; i++) compute(1e-3);
    assertEquals(24, force()[0], 1e-3, "free");
    law.start(false);
    compute(1e-3);
    assertEquals(20, force()[0], 0.01, "a start forgets it");
  }

  /** Away from singularities the elbow's pull is not felt at the tool at all. */
  @Property(tries = 100)
  void shouldNotMoveTheToolFromTheNullspace(@ForAll long seed) {
    Random random = new Random(seed);
    double[] q = config.robot().q_home_rad().clone();
    for (int i = 0; i < arm.n; i++) q[i] += 0.3 * random.nextGaussian();
    // The wrist is singular at 0 and pi.
    q[5] = Math.clamp(q[5], 0.8, 2.4);
    q[3] = Math.clamp(q[3], -2.8, -1.2);
    arm.at(q, new double[arm.n]);
    compute(1e-3);
    double[] a = arm.acceleration(arm.command.tau_Nm);
    for (int row = 0; row < 6; row++) assertEquals(0, a[row], 1e-2, "row " + row);
  }
}
