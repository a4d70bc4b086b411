package reins.controller.rt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class RealtimeTest {
  private static <T> T onItsOwnThread(Callable<T> call) throws Exception {
    FutureTask<T> task = new FutureTask<>(call);
    Thread.ofPlatform().start(task);
    return task.get();
  }

  @Test
  void shouldSleepUntilAnAbsoluteTime() {
    long deadline_ns = System.nanoTime() + 3_000_000;
    assertEquals(0, Libc.sleepUntil(deadline_ns, Libc.timespec()));
    assertTrue(System.nanoTime() >= deadline_ns, "the same clock as System.nanoTime");
  }

  @Test
  void shouldReturnAtOnceFromATimeThatIsPast() {
    assertEquals(0, Libc.sleepUntil(System.nanoTime() - 1_000_000_000, Libc.timespec()));
  }

  @Test
  void shouldSpinToTheDeadline() {
    SpinningClock clock = new SpinningClock(200);
    for (int i = 0; i < 20; i++) {
      long deadline_ns = clock.now_ns() + 1_000_000;
      clock.sleepUntil(deadline_ns);
      assertTrue(clock.now_ns() >= deadline_ns);
    }
  }

  @Test
  void shouldDoSomethingUsefulAgainAndAgainWhileThereIsTime() {
    int[] done = new int[1];
    SpinningClock clock = new SpinningClock(100_000, () -> done[0]++);
    clock.sleepUntil(clock.now_ns() + 90_000_000);
    int often = done[0];
    assertTrue(often > 1, "only " + often);
    clock.sleepUntil(clock.now_ns() + 1_000_000);
    clock.sleepUntil(clock.now_ns() - 1_000_000);
    assertEquals(often, done[0], "a hundredth of the spin is too little, and late is late");
  }

  @Test
  void shouldSayWhyAPriorityIsRefused() throws Exception {
    assertEquals(Libc.EINVAL, onItsOwnThread(() -> Libc.fifo(1000)));
  }

  @Test
  void shouldPinToACoreThatExistsOnly() throws Exception {
    assertEquals(Libc.EINVAL, onItsOwnThread(() -> Libc.pin(1023)));
  }

  @Test
  void shouldGrantFifoOrSayThatItIsNotPermitted() throws Exception {
    int error = onItsOwnThread(() -> Libc.fifo(10));
    assertTrue(error == 0 || error == Libc.EPERM, "error " + error);
  }

  @Test
  void shouldLeaveAPinnedThreadsCore() throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();
    int[] left =
        onItsOwnThread(
            () -> {
              Libc.pin(0);
              int error = Libc.pinAwayFrom(0);
              return new int[] {error, Runtime.getRuntime().availableProcessors()};
            });
    assertEquals(cores > 1 ? 0 : Libc.EINVAL, left[0]);
    assertEquals(Math.max(1, cores - 1), left[1]);
  }
}
