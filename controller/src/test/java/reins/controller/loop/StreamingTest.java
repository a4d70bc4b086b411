package reins.controller.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reins.contract.config.RigConfig;
import reins.contract.exchange.Command;
import reins.contract.exchange.Mode;
import reins.controller.Bench;
import reins.controller.Rigs;

/**
 * Robots that close the loop themselves, in lockstep: a pose or joint speeds instead of torques.
 */
class StreamingTest {
  private static Bench bench(String rig) {
    Bench bench = new Bench(RigConfig.load(Rigs.file(rig)));
    bench.loop.arm(true);
    bench.send(Command.HOLD);
    for (int i = 0; i < 5000 && bench.mode() != Mode.HOLD; i++) {
      if (i % 20 == 0) bench.send(Command.HOLD);
      bench.tick();
    }
    assertEquals(Mode.HOLD, bench.mode());
    return bench;
  }

  @ParameterizedTest
  @ValueSource(strings = {"franka-serl", "ur5e"})
  void shouldFollowActions(String rig) {
    try (Bench bench = bench(rig)) {
      double[] start_m = bench.arm.p_base_tool_m().clone();
      bench.steps(10, Command.ACT, 0, 0.2, 0.2, 0);
      double step_m = bench.task.cartesianDelta().step_m();
      double y_m = bench.arm.p_base_tool_m()[1] - start_m[1];
      assertTrue(y_m > 3 * 0.2 * step_m && y_m <= 10 * 0.2 * step_m + 1e-3, "moved " + y_m);
      assertEquals(start_m[0], bench.arm.p_base_tool_m()[0], 0.01);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"franka-serl", "ur5e"})
  void shouldStopWhereItIsWhenTheRobotStopsItself(String rig) {
    try (Bench bench = bench(rig)) {
      bench.steps(3, Command.ACT, 0, 1, 0, 0);
      bench.arm.reflex = true;
      bench.steps(3, Command.ACT, 0, 1, 0, 0);
      assertEquals(Mode.SAFE_STOP, bench.mode());
      double y_m = bench.arm.p_base_tool_m()[1];
      bench.arm.reflex = false;
      bench.steps(3, Command.ACT, 0, 1, 0, 0);
      assertEquals(y_m, bench.arm.p_base_tool_m()[1], 2e-3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"franka-serl", "ur5e"})
  void shouldAllocateNothing(String rig) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = Long.MAX_VALUE;
    double[] still = new double[4];
    try (Bench bench = bench(rig)) {
      for (int round = 0; round < 8; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int t = 0; t < 5000; t++) {
          if (t % 50 == 0) bench.send(Command.ACT, still);
          bench.tick();
        }
        // The compiler allocates once when it gets to a method: some round has to be clean.
        bytes = Math.min(bytes, threads.getCurrentThreadAllocatedBytes() - before);
      }
    }
    assertEquals(0, bytes);
  }
}
