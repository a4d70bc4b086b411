package reins.controller.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.config.RigConfig;
import reins.contract.exchange.Command;
import reins.controller.Bench;
import reins.controller.Rigs;

class AllocationTest {
  /** Home, work, lean on walls, and every bad day: stale, disordered, not finite, thrown. */
  @Test
  void shouldAllocateNothingInAnyModeOnceRehearsed(@TempDir Path folder) {
    RigConfig.Resolved config = Rigs.simFranka();
    RigConfig rig = config.rig();
    RigConfig here =
        new RigConfig(
            rig.name(),
            rig.robot(),
            rig.task(),
            rig.armed(),
            rig.control(),
            rig.ros(),
            new RigConfig.Exchange(folder.resolve("exchange").toString()),
            rig.link(),
            rig.safety(),
            rig.cockpit());
    Rehearsal.Result result =
        Rehearsal.run(new RigConfig.Resolved(here, config.robot(), config.task()));
    assertTrue(result.ticks() >= 10_000);
    assertEquals(0, result.bytes(), result.line());
    assertTrue(result.p50_us() > 0);
    assertFalse(Files.exists(folder.resolve("exchange.rehearsal")), "leaves nothing behind");
  }

  @Test
  void shouldAllocateNothingWhileItFollowsActions() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = Long.MAX_VALUE;
    double[] still = new double[4];
    try (Bench bench = new Bench(Rigs.simFranka())) {
      bench.engage();
      bench.home();
      for (int round = 0; round < 8 && bytes != 0; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int t = 0; t < 10_000; t++) {
          if (t % 100 == 0) bench.send(Command.ACT, still);
          bench.tick();
        }
        // The compiler allocates once when it gets to a method: some round has to be clean.
        bytes = Math.min(bytes, threads.getCurrentThreadAllocatedBytes() - before);
      }
    }
    assertEquals(0, bytes);
  }
}
