package reins.ros.hot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LatestValueTest {
  @Test
  void shouldGiveTheNewestAndCountTheRest() {
    LatestValue<long[]> latest = new LatestValue<>(() -> new long[1]);
    assertFalse(latest.poll());
    for (int i = 1; i <= 3; i++) write(latest, i);
    assertTrue(latest.poll());
    assertEquals(3, latest.front()[0]);
    assertEquals(2, latest.superseded());
    assertFalse(latest.poll());
    assertEquals(3, latest.front()[0]);
    write(latest, 4);
    assertEquals(3, latest.front()[0], "the reader keeps its value until it polls");
    assertTrue(latest.poll());
    assertEquals(4, latest.front()[0]);
  }

  @Test
  void shouldNeverGiveATornOrOlderValue() throws InterruptedException {
    LatestValue<long[]> latest = new LatestValue<>(() -> new long[32]);
    long writes = 1_000_000;
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (long i = 1; i <= writes; i++) write(latest, i);
                });
    long last = 0;
    long taken = 0;
    while (last < writes) {
      if (!latest.poll()) continue;
      long first = latest.front()[0];
      for (long each : latest.front()) assertEquals(first, each);
      assertTrue(first > last);
      last = first;
      taken++;
    }
    writer.join();
    assertEquals(writes, taken + latest.superseded());
  }

  private static void write(LatestValue<long[]> latest, long value) {
    java.util.Arrays.fill(latest.back(), value);
    latest.publish();
  }
}
