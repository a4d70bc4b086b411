package reins.controller.law;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import reins.controller.Rigs;

class JointDampingTest {
  private final Measured arm = new Measured(Rigs.simFranka().robot());
  private final JointDamping law = new JointDamping(arm.robot);

  @Property(tries = 100)
  void shouldOnlyTakeEnergy(@ForAll long seed) {
    arm.anywhere(new Random(seed), 1);
    law.compute(arm.state, arm.setpoint, 1e-3, arm.command);
    for (int i = 0; i < arm.n; i++)
      assertTrue(arm.command.tau_Nm[i] * arm.state.dq_rad_s[i] <= 0, "joint " + i);
  }

  @Test
  void shouldLeaveAJointAloneWhoseSpeedIsNotKnown() {
    arm.atHome();
    arm.state.dq_rad_s[2] = Double.NaN;
    arm.state.dq_rad_s[3] = 1;
    law.compute(arm.state, arm.setpoint, 1e-3, arm.command);
    assertEquals(0, arm.command.tau_Nm[2]);
    assertTrue(arm.command.tau_Nm[3] < 0);
  }
}
