package reins.controller.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.config.FlightRigConfig;
import reins.contract.config.RigConfig;
import reins.contract.exchange.Mode;
import reins.controller.Rigs;

class TwinTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** The compiler allocates once when it gets to a method: some round has to be clean. */
  private static long leastBytes(Twin twin) {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 8 && least != 0; round++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 10_000; i++) twin.run();
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }

  @Test
  void shouldKeepAnArmAtWorkAndAllocateNothing() {
    RigConfig.Resolved config = Rigs.simFranka();
    Twin twin = Twin.of(config);
    assertEquals(Mode.ACTIVE_POLICY, Mode.of(twin.state().mode), "from its first run on");
    assertEquals(0, leastBytes(twin));
    assertEquals(Mode.ACTIVE_POLICY, Mode.of(twin.state().mode), "and for as long as it is run");
    assertFalse(Files.exists(Path.of(config.rig().exchange().path() + ".twin")));
  }

  @Test
  void shouldLeaveTheRealLoopAloneOnceItThrows() {
    int[] runs = new int[1];
    Twin twin =
        new Twin(
            null,
            () -> {
              runs[0]++;
              throw new IllegalStateException();
            });
    for (int i = 0; i < 3; i++) twin.run();
    assertEquals(1, runs[0]);
  }

  @Test
  void shouldKeepAVehicleInTheAirAndAllocateNothing(@TempDir Path folder) {
    Path rig = Path.of("../hardware-configs/rigs/sim-hummingbird.yaml");
    Twin twin = Twin.of(FlightRigConfig.load(rig).flight(), folder.resolve("exchange").toString());
    assertEquals(0, leastBytes(twin));
    assertEquals(Mode.ACTIVE_POLICY, Mode.of(twin.state().mode));
    assertFalse(Files.exists(folder.resolve("exchange.twin")));
  }
}
