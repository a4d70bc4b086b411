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
      bench.engage();
      int ticks = bench.home();
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
      assertEquals(0.08, bench.arm.width_m, 1e-6);
    }
  }

  @Test
  void shouldMoveAsCommandedWithSmallLag() {
    try (Bench bench = new Bench(Rigs.simFranka())) {
      bench.engage();
      bench.home();
      double y0 = bench.arm.p_base_tool_m()[1];
      int faults = bench.steps(6, Command.ACT, 0, 1, 0, 0);
      double moved = bench.arm.p_base_tool_m()[1] - y0;
      assertEquals(6 * bench.task.cartesianDelta().step_m(), moved, 0.02);
      bench.steps(3, Command.ACT, 0, 0, 0, 0);
      moved = bench.arm.p_base_tool_m()[1] - y0;
      assertEquals(6 * bench.task.cartesianDelta().step_m(), moved, 0.002);
      assertEquals(0, faults & (Fault.LEASH_CLIPPED | Fault.TORQUE_CLIPPED));
    }
  }

  @Test
  void shouldRiseBeforeItGoesAcross() {
    try (Bench bench = new Bench(Rigs.simFranka())) {
      bench.engage();
      bench.home();
      bench.steps(8, Command.ACT, 0, 0.8, -0.9, 0);
      double[] low = bench.arm.p_base_tool_m().clone();
      assertTrue(low[2] < 0.05, "on its way down: " + low[2]);
      for (int t = 0; bench.arm.p_base_tool_m()[2] < 0.15; t++) {
        assertTrue(t < 3000, "rises");
        if (t % 100 == 0) bench.send(Command.HOME);
        bench.tick();
        assertEquals(low[1], bench.arm.p_base_tool_m()[1], 0.015, "straight up");
      }
      assertTrue(bench.home() > 0);
    }
  }

  /** A wall that gives 20 kN/m: what the arm presses with is bounded by the law's clip. */
  @Test
  void shouldPressOnAWallWithNoMoreThanStiffnessTimesClip() {
    try (Bench bench = new Bench(Rigs.simFranka())) {
      bench.engage();
      bench.home();
      double wall_m = bench.arm.p_base_tool_m()[1] + 0.01;
      double pressed_N = 0;
      for (int step = 0; step < 20; step++) {
        bench.send(Command.ACT, 0, 1, 0, 0);
        for (int t = 0; t < 100; t++) {
          double depth_m = Math.max(0, bench.arm.p_base_tool_m()[1] - wall_m);
          bench.arm.force_N[1] =
              depth_m > 0 ? -20_000 * depth_m - 100 * bench.frame.v_base_tool[1] : 0;
          bench.tick();
          if (step >= 10) pressed_N = Math.max(pressed_N, -bench.arm.force_N[1]);
        }
      }
      TaskConfig.Impedance law = bench.task.impedance();
      assertEquals(law.k_trans_N_m() * law.clip_trans_m(), pressed_N, 1);
      double ahead_m = bench.frame.p_setpoint_m[1] - bench.frame.p_base_tool_m[1];
      assertEquals(bench.task.cartesianDelta().leash_m(), ahead_m, 1e-3, "the leash holds");
    }
  }
}
