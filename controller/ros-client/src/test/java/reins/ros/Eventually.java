package reins.ros;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for what other threads and processes bring about; the limit only ends a test that has
 * failed.
 */
public final class Eventually {
  private static final long LIMIT_NS = 20_000_000_000L;

  private Eventually() {}

  public static void eventually(String what, BooleanSupplier condition) {
    long end_ns = System.nanoTime() + LIMIT_NS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end_ns) fail("never happened: " + what);
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  public static <V> void eventuallyEquals(V expected, Supplier<V> actual) {
    long end_ns = System.nanoTime() + LIMIT_NS / 2;
    while (!expected.equals(actual.get()) && System.nanoTime() < end_ns) Thread.onSpinWait();
    assertEquals(expected, actual.get());
  }
}
