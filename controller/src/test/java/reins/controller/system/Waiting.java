package reins.controller.system;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what other processes do. */
final class Waiting {
  private static final int LIMIT_ms = 150_000;
  private static final int LOOK_EVERY_ms = 20;

  private Waiting() {}

  static void until(Supplier<String> what, BooleanSupplier happened) throws InterruptedException {
    for (int i = 0; i < LIMIT_ms / LOOK_EVERY_ms; i++) {
      if (happened.getAsBoolean()) return;
      Thread.sleep(LOOK_EVERY_ms);
    }
    throw new AssertionError("never: " + what.get());
  }
}
