package reins.controller.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EstopLatchTest {
  private final EstopLatch latch = new EstopLatch();

  @Test
  void shouldStayTrippedUntilAResetIsGranted() {
    assertFalse(latch.tripped());
    latch.trip(EstopLatch.Cause.TOPIC);
    assertTrue(latch.tripped());
    assertEquals(EstopLatch.Cause.TOPIC, latch.cause());
    latch.reset();
    assertTrue(latch.tripped(), "only asked");
    latch.grant();
    latch.answered();
    assertFalse(latch.tripped());
    assertFalse(latch.resetAsked());
  }

  @Test
  void shouldTripThoseThatAreBoundToItAndBeOpenedAlone() {
    EstopLatch other = new EstopLatch();
    latch.bind(other);
    other.bind(latch);
    latch.trip(EstopLatch.Cause.DEVICE);
    assertTrue(other.tripped());
    assertEquals(EstopLatch.Cause.DEVICE, other.cause());
    other.reset();
    other.grant();
    other.answered();
    assertFalse(other.tripped());
    assertTrue(latch.tripped());
  }

  @Test
  void shouldBelieveWhoTripsItAfterTheReset() {
    latch.trip(EstopLatch.Cause.PERSON);
    latch.reset();
    latch.trip(EstopLatch.Cause.WATCHDOG);
    latch.grant();
    latch.answered();
    assertTrue(latch.tripped());
  }

  @Test
  void shouldLoseNoTripOfManyThreads() throws InterruptedException {
    Thread[] threads = new Thread[4];
    for (int i = 0; i < threads.length; i++)
      threads[i] =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int k = 0; k < 10_000; k++) latch.trip(EstopLatch.Cause.DEVICE);
                  });
    for (Thread thread : threads) thread.join();
    latch.reset();
    latch.grant();
    assertFalse(latch.tripped(), "40 000 trips are one stop");
  }
}
