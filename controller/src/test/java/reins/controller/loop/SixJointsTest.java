package reins.controller.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import reins.contract.config.RigConfig;
import reins.contract.config.RobotConfig;
import reins.contract.exchange.Command;
import reins.contract.exchange.Mode;
import reins.controller.Bench;
import reins.controller.Rigs;

/** The same loop on an arm of six joints, by its YAML alone: a UR5e. */
class SixJointsTest {
  private static final RobotConfig UR5E = Rigs.robot("ur5e");
  private static final RigConfig.Resolved CONFIG =
      new RigConfig.Resolved(Rigs.simFranka().rig(), UR5E, Rigs.simFranka().task());

  @Test
  void shouldHomeActAndHold() {
    try (Bench bench = new Bench(CONFIG)) {
      bench.loop.arm(true);
      assertTrue(bench.home() > 0, "homes");
      double[] rest = bench.arm.p_base_tool_m().clone();
      for (int k = 0; k < 3; k++)
        assertEquals(
            bench.task.reset().p_base_tool_m()[k], rest[k], bench.task.reset().tolerance_m());
      bench.steps(8, Command.ACT, 0.4, -0.3, -0.2, 0);
      assertEquals(Mode.ACTIVE_POLICY, bench.mode());
      bench.steps(4, Command.ACT, 0, 0, 0, 0);
      double step_m = 8 * 0.025;
      double[] moved = bench.arm.p_base_tool_m();
      assertEquals(rest[0] + 0.4 * step_m, moved[0], 0.01);
      assertEquals(rest[1] - 0.3 * step_m, moved[1], 0.01);
      assertEquals(rest[2] - 0.2 * step_m, moved[2], 0.01);
      bench.ticks(1500);
      assertEquals(Mode.HOLD, bench.mode());
      for (int i = 0; i < UR5E.n(); i++) {
        RobotConfig.Joint joint = UR5E.joints().get(i);
        assertTrue(
            bench.arm.q_rad[i] > joint.q_min_rad() && bench.arm.q_rad[i] < joint.q_max_rad());
        assertTrue(Math.abs(bench.arm.dq_rad_s[i]) < 0.01, "rests");
      }
    }
  }

  @Test
  void shouldRehearseWithoutAByte() {
    Rehearsal.Result result = Rehearsal.run(CONFIG);
    assertEquals(0, result.bytes());
  }
}
