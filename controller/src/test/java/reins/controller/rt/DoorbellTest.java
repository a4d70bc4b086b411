package reins.controller.rt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DoorbellTest {
  private static final long FAR_ns = 60_000_000_000L;
  private final Doorbell bell = new Doorbell();

  @Test
  void shouldNotWaitForARingThatWasNotHeard() {
    bell.ring();
    long before_ns = System.nanoTime();
    bell.await(0, before_ns + FAR_ns);
    assertTrue(System.nanoTime() - before_ns < FAR_ns);
    assertEquals(1, bell.rings());
    assertTrue(bell.rung_ns() - before_ns <= 0);
  }

  @Test
  void shouldWaitUntilItsTimeWhereNobodyRings() {
    long until_ns = System.nanoTime() + 5_000_000;
    bell.await(0, until_ns);
    assertTrue(System.nanoTime() - until_ns >= 0);
    assertEquals(0, bell.rings());
  }

  /** Ten thousand rings, each after the one before was heard: one lost would wait for a minute. */
  @Test
  void shouldLoseNoRing() throws InterruptedException {
    int rings = 10_000;
    AtomicLong heard = new AtomicLong();
    Thread ringer =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; i < rings; i++) {
                    while (heard.get() < i) Thread.onSpinWait();
                    bell.ring();
                  }
                });
    long until_ns = System.nanoTime() + FAR_ns;
    while (heard.get() < rings) {
      bell.await(heard.get(), until_ns);
      assertTrue(System.nanoTime() - until_ns < 0, "lost after " + heard.get());
      heard.set(bell.rings());
    }
    ringer.join();
    assertEquals(rings, bell.rings());
  }

  @Test
  void shouldAllocateNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = -1;
    for (int round = 0; round < 20 && bytes != 0; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 5_000; i++) {
        bell.ring();
        bell.await(bell.rings(), System.nanoTime() + 1);
      }
      bytes = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertEquals(0, bytes);
  }
}
