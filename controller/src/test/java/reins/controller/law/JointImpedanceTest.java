package reins.controller.law;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import reins.contract.config.ActionSpace;
import reins.controller.Rigs;

class JointImpedanceTest {
  private final ActionSpace.JointDelta action = Rigs.joints();
  private final Measured arm = new Measured(Rigs.simFranka().robot());
  private final JointImpedance law = new JointImpedance(action, 0.5);

  private void compute(double dt_s) {
    law.compute(arm.state, arm.setpoint, dt_s, arm.command);
  }

  @Property(tries = 100)
  void shouldBoundTheStaticTorqueByStiffnessTimesClip(@ForAll long seed) {
    Random random = new Random(seed);
    arm.anywhere(random, 0);
    for (int i = 0; i < arm.n; i++) arm.setpoint.q_ref_rad[i] += 3 * random.nextGaussian();
    compute(1e-3);
    for (int i = 0; i < arm.n; i++) {
      double bound = action.k_Nm_rad()[i] * action.clip_rad()[i];
      assertTrue(Math.abs(arm.command.tau_Nm[i]) <= bound + 1e-9, "joint " + i);
    }
  }

  @Test
  void shouldBeASpringAndADamperOnEveryJoint() {
    double[] dq = new double[arm.n];
    dq[3] = 0.2;
    arm.at(arm.robot.q_home_rad(), dq);
    arm.setpoint.q_ref_rad[1] += 0.01;
    arm.setpoint.dq_ref_rad_s[5] = 0.1;
    compute(1e-3);
    double[] c = arm.state.coriolis_Nm;
    assertEquals(600 * 0.01 + c[1], arm.command.tau_Nm[1], 1e-12);
    assertEquals(-20 * 0.2 + c[3], arm.command.tau_Nm[3], 1e-12);
    assertEquals(20 * 0.1 + c[5], arm.command.tau_Nm[5], 1e-12);
  }

  @Test
  void shouldGrowFromNoStiffnessAfterASoftStart() {
    arm.atHome();
    arm.setpoint.q_ref_rad[0] += 1;
    for (int start = 0; start < 2; start++) {
      law.start(true);
      compute(1e-3);
      assertEquals(0, arm.command.tau_Nm[0], 0.01);
      for (int t = 0; t < 500; t++) compute(1e-3);
      assertEquals(30, arm.command.tau_Nm[0], 1e-9);
    }
    law.start(false);
    compute(1e-3);
    assertEquals(30, arm.command.tau_Nm[0], 1e-9);
  }
}
