package reins.controller.rt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reins.contract.config.RigConfig;
import reins.controller.Rigs;

class FollowerTest {
  private final RigConfig.ControlConfig control =
      RigConfig.load(Rigs.file("sim-franka")).rig().control();
  private final Semaphore done = new Semaphore(0);

  @Test
  void shouldWorkOnceForEveryRingThatItHears() throws Exception {
    try (Follower follower = Follower.start(control, done::release)) {
      assertTrue(done.tryAcquire(10, TimeUnit.SECONDS), "as it starts");
      for (int i = 0; i < 100; i++) {
        follower.ring();
        assertTrue(done.tryAcquire(10, TimeUnit.SECONDS), "ring " + i);
      }
    }
  }

  @Test
  void shouldEnd() {
    Follower follower = Follower.start(control, done::release);
    follower.close();
    int then = done.drainPermits();
    follower.ring();
    assertEquals(0, done.availablePermits(), () -> "after " + then);
  }
}
