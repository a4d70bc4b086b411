package reins.controller.rt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WatchdogTest {
  private static final long MS = 1_000_000;

  private long beat;
  private int tripped;
  private long now_ns = 5_000 * MS;
  private final Watchdog dog = new Watchdog(() -> beat, () -> tripped++, 20 * MS);

  /** Looks every 2 ms; the loop beats with every look, or not at all. */
  private void pass(int looks, boolean alive) {
    for (int i = 0; i < looks; i++) {
      now_ns += 2 * MS;
      if (alive) beat++;
      dog.look(now_ns);
    }
  }

  @Test
  void shouldBeQuietWhileTheLoopBeats() {
    dog.begin(now_ns);
    pass(1000, true);
    pass(9, false);
    pass(1000, true);
    assertEquals(0, tripped);
  }

  @Test
  void shouldTripOnceForEachSilence() {
    dog.begin(now_ns);
    pass(10, true);
    pass(10, false);
    assertEquals(0, tripped, "20 ms are still allowed");
    pass(1, false);
    assertEquals(1, tripped, "22 ms are not");
    pass(100, false);
    assertEquals(1, tripped);
    pass(100, true);
    assertEquals(1, tripped);
    pass(11, false);
    assertEquals(2, tripped);
    assertEquals(2, dog.trips());
  }

  @Test
  void shouldTripWhenTheWholeProcessStoodStillThoughTheLoopBeatFirst() {
    dog.begin(now_ns);
    pass(10, true);
    now_ns += 1000 * MS;
    pass(1, true);
    assertEquals(1, tripped);
    pass(100, true);
    assertEquals(1, tripped);
  }

  @Test
  void shouldAllocateNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    dog.begin(now_ns);
    long bytes = -1;
    for (int round = 0; round < 20 && bytes != 0; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      pass(5_000, true);
      pass(50, false);
      bytes = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertEquals(0, bytes);
    assertTrue(tripped > 0);
  }

  @Test
  void shouldLookByItself() throws InterruptedException {
    CountDownLatch barked = new CountDownLatch(1);
    AtomicLong stuck = new AtomicLong();
    try (Watchdog own = new Watchdog(stuck::get, barked::countDown, 5 * MS)) {
      own.start(50, 0);
      assertTrue(barked.await(20, TimeUnit.SECONDS));
    }
  }
}
