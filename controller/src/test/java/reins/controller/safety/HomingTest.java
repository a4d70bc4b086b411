package reins.controller.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import reins.contract.config.RigConfig;
import reins.controller.Rigs;
import reins.controller.port.RobotState;

class HomingTest {
  private final RigConfig.Resolved config = Rigs.simFranka();

  /** An arm that is held fast: the reference does not run away from it. */
  @Test
  void shouldWaitForAnArmThatCannotFollow() {
    Homing homing = new Homing(config.robot(), config.task());
    Reference reference = new Reference(config.task());
    RobotState state = new RobotState(config.robot().n());
    double[] stuck_m = {0.45, 0.1, 0.02};
    System.arraycopy(stuck_m, 0, state.p_base_tool_m, 0, 3);
    for (int i = 0; i < 6; i++) state.v_base_tool[i] = 0;
    reference.place(stuck_m, new double[] {0, 1, 0, 0});
    homing.begin(reference);
    for (int t = 0; t < 3000; t++) homing.advance(1e-3, state, reference);
    assertEquals(stuck_m[2] + config.task().action().leash_m(), reference.p_m[2], 1e-3);
    assertEquals(stuck_m[0], reference.p_m[0]);
    assertFalse(homing.homed(state));
  }
}
