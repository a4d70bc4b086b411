package reins.controller.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import reins.contract.config.TaskConfig;
import reins.contract.exchange.Command;
import reins.contract.exchange.Fault;
import reins.contract.exchange.Mode;
import reins.contract.geometry.Quaternions;
import reins.controller.Bench;
import reins.controller.Rigs;

class TrackingTest {
  @Test
  void shouldHoldWhereItStarts() {
    try (Bench bench = new Bench(Rigs.simFranka())) {
      double[] start = bench.arm.p_base_tool_m().clone();
      bench.ticks(2000);
      assertEquals(Mode.HOLD, bench.mode());
      for (int k = 0; k < 3; k++) assertEquals(start[k], bench.arm.p_base_tool_m()[k], 1e-6);
    }
  }

  @Test
  void shouldGoHomeAndRestThere() {
    try (Bench bench = new Bench(Rigs.simFranka())) {
      bench.ticks(10);
      int ticks = bench.home();
      System.out.println("homed after " + ticks);
      assertTrue(ticks > 0, "homed");
      for (int i = 0; i < 20; i++) bench.steps(1, Command.HOME);
      TaskConfig.Reset reset = bench.task.reset();
      double[] down = new double[4];
      Quaternions.pointingDown(reset.yaw_rad(), down);
      for (int k = 0; k < 3; k++)
        assertEquals(reset.p_base_tool_m()[k], bench.arm.p_base_tool_m()[k], 1e-3);
      double dot = 0;
      for (int k = 0; k < 4; k++) dot += down[k] * bench.arm.q_base_tool()[k];
      assertTrue(Math.abs(dot) > 0.9999, "tool points down");
      assertEquals(bench.task.workspace().high_m().length, 3);
      assertEquals(0.08, bench.arm.width_m, 1e-6);
    }
  }

  @Test
  void shouldMoveAsCommandedWithSmallLag() {
    try (Bench bench = new Bench(Rigs.simFranka())) {
      bench.ticks(10);
      bench.home();
      double y0 = bench.arm.p_base_tool_m()[1];
      int faults = bench.steps(6, Command.ACT, 0, 1, 0, 0);
      double moved = bench.arm.p_base_tool_m()[1] - y0;
      System.out.println("moved " + moved + " of 0.15, faults " + Integer.toBinaryString(faults));
      assertEquals(6 * bench.task.action().step_m(), moved, 0.02);
      bench.steps(3, Command.ACT, 0, 0, 0, 0);
      moved = bench.arm.p_base_tool_m()[1] - y0;
      System.out.println("then " + moved);
      assertEquals(6 * bench.task.action().step_m(), moved, 0.002);
      assertEquals(0, faults & (Fault.LEASH_CLIPPED | Fault.TORQUE_CLIPPED));
    }
  }
}
