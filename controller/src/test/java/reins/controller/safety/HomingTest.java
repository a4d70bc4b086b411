package reins.controller.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
    for (int t = 0; t < 900; t++) homing.advance(1e-3, state, reference);
    assertEquals(stuck_m[2] + config.task().action().leash_m(), reference.p_m[2], 1e-3);
    assertEquals(stuck_m[0], reference.p_m[0]);
    assertFalse(homing.homed(state));
    for (int t = 0; t < 5000; t++) {
      homing.advance(1e-3, state, reference);
      double x = reference.p_m[0] - stuck_m[0];
      double y = reference.p_m[1] - stuck_m[1];
      double z = reference.p_m[2] - stuck_m[2];
      assertTrue(Math.sqrt(x * x + y * y + z * z) < config.task().action().leash_m() + 1e-3);
    }
    assertFalse(homing.homed(state));
  }

  /** Near the base the elbow is folded as far as it goes: the tool rises only further out. */
  @Test
  void shouldGoSlantwiseWhereTheArmCannotRise() {
    Homing homing = new Homing(config.robot(), config.task());
    Reference reference = new Reference(config.task());
    RobotState state = new RobotState(config.robot().n());
    double[] folded_m = {0.22, 0, 0.07};
    System.arraycopy(folded_m, 0, state.p_base_tool_m, 0, 3);
    for (int i = 0; i < 6; i++) state.v_base_tool[i] = 0;
    reference.place(folded_m, new double[] {0, 1, 0, 0});
    homing.begin(reference);
    for (int t = 0; t < 10_000 && !homing.homed(state); t++) {
      homing.advance(1e-3, state, reference);
      state.p_base_tool_m[0] = reference.p_m[0];
      state.p_base_tool_m[1] = reference.p_m[1];
      double highest_m = folded_m[2] + (state.p_base_tool_m[0] - folded_m[0]);
      state.p_base_tool_m[2] = Math.min(reference.p_m[2], highest_m);
    }
    assertTrue(homing.homed(state));
  }
}
