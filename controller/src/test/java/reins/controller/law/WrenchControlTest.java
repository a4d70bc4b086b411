package reins.controller.law;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import reins.contract.config.ActionSpace;
import reins.contract.config.RigConfig;
import reins.controller.Rigs;

class WrenchControlTest {
  private final ActionSpace.Wrench action = Rigs.wrench();
  private final RigConfig.Resolved config = Rigs.with(action);
  private final Measured arm = new Measured(config.robot());
  private final WrenchControl law =
      new WrenchControl(config.robot(), config.task().impedance(), action);

  private void compute() {
    law.compute(arm.state, arm.setpoint, 1e-3, arm.command);
  }

  @Test
  void shouldApplyTheWrench() {
    arm.atHome();
    double[] wanted = {5, 0, -4, 0, 1, 0};
    System.arraycopy(wanted, 0, arm.setpoint.wrench_base_ref, 0, 6);
    compute();
    assertArrayEquals(wanted, arm.wrench(arm.command.tau_Nm), 1e-9);
  }

  @Test
  void shouldHoldTheAxesThatHaveNoWrench() {
    arm.atHome();
    arm.setpoint.p_base_ref_m[1] += 0.002;
    compute();
    assertArrayEquals(new double[] {0, 4, 0, 0, 0, 0}, arm.wrench(arm.command.tau_Nm), 1e-9);
  }

  @Test
  void shouldDampTheFreeAxesWithTheirOwnDamper() {
    double[] dq = new double[arm.n];
    dq[1] = 0.05;
    dq[3] = -0.1;
    arm.at(config.robot().q_home_rad(), dq);
    compute();
    double[] f = {0, 0, 0, 0, 0, 0};
    for (int i = 0; i < arm.n; i++) arm.command.tau_Nm[i] -= arm.state.coriolis_Nm[i];
    f = arm.wrench(arm.command.tau_Nm);
    assertEquals(-action.d_trans_Ns_m() * arm.state.v_base_tool[0], f[0], 1e-6);
    assertEquals(-action.d_rot_Nms_rad() * arm.state.v_base_tool[4], f[4], 1e-6);
  }

  @Property(tries = 100)
  void shouldClampWhatItAsksOfAJoint(@ForAll long seed) {
    Random random = new Random(seed);
    arm.anywhere(random, 0);
    for (int axis = 0; axis < 6; axis++)
      arm.setpoint.wrench_base_ref[axis] = 200 * random.nextGaussian();
    compute();
    double[] loud = arm.command.tau_Nm.clone();
    java.util.Arrays.fill(arm.setpoint.wrench_base_ref, 0);
    compute();
    for (int i = 0; i < arm.n; i++)
      assertTrue(Math.abs(loud[i] - arm.command.tau_Nm[i]) <= action.tau_max_Nm() + 1e-9);
  }
}
