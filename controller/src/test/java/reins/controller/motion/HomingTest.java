package reins.controller.motion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import reins.contract.config.RigConfig;
import reins.controller.Rigs;
import reins.controller.port.RobotState;

class HomingTest {
  private static final double[] DOWN = {0, 1, 0, 0};
  private final RigConfig.Resolved config = Rigs.simFranka();
  private final double leash_m = config.task().cartesianDelta().leash_m();
  private final Homing homing = new Homing(config.robot(), config.task(), leash_m);
  private final double[] q = DOWN.clone();

  /** An arm that is held fast: the reference does not run away from it. */
  @Test
  void shouldWaitForAnArmThatCannotFollow() {
    double[] stuck_m = {0.45, 0.1, 0.02}, p_m = stuck_m.clone();
    RobotState state = Poses.at(stuck_m, DOWN);
    homing.begin(p_m, q);
    for (int t = 0; t < 900; t++) homing.advance(1e-3, state, p_m, q);
    assertEquals(stuck_m[2] + leash_m, p_m[2], 1e-3);
    assertEquals(stuck_m[0], p_m[0]);
    assertFalse(homing.homed());
    for (int t = 0; t < 5000; t++) {
      homing.advance(1e-3, state, p_m, q);
      double ahead_m = Poses.norm(p_m[0] - stuck_m[0], p_m[1] - stuck_m[1], p_m[2] - stuck_m[2]);
      assertTrue(ahead_m < leash_m + 1e-3, "ahead by " + ahead_m);
    }
    assertFalse(homing.homed());
  }

  /** Near the base the elbow is folded as far as it goes: the tool rises only further out. */
  @Test
  void shouldGoSlantwiseWhereTheArmCannotRise() {
    double[] folded_m = {0.22, 0, 0.07}, p_m = folded_m.clone();
    RobotState state = Poses.at(folded_m, DOWN);
    homing.begin(p_m, q);
    double[] last_m = p_m.clone();
    for (int t = 0; t < 10_000 && !homing.homed(); t++) {
      homing.advance(1e-3, state, p_m, q);
      double moved_m = Poses.norm(p_m[0] - last_m[0], p_m[1] - last_m[1], p_m[2] - last_m[2]);
      assertTrue(moved_m <= 0.3e-3 + 1e-9, "no jump when it gives the rise up");
      System.arraycopy(p_m, 0, last_m, 0, 3);
      state.p_base_tool_m[0] = p_m[0];
      state.p_base_tool_m[1] = p_m[1];
      double highest_m = folded_m[2] + (state.p_base_tool_m[0] - folded_m[0]);
      state.p_base_tool_m[2] = Math.min(p_m[2], highest_m);
    }
    assertTrue(homing.homed());
  }
}
