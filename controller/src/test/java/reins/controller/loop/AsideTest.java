package reins.controller.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import reins.controller.rt.TickClock;

class AsideTest {
  private static final int SECOND = 500;
  private static final long PERIOD_ns = 2_000_000, QUICK_ns = 5_000, STOPPED_ns = 45_000;

  private final Aside aside = new Aside();

  private long ticks(int n) {
    long moved_ns = 0;
    for (int i = 0; i < n; i++) moved_ns += aside.behind(QUICK_ns);
    return moved_ns;
  }

  /** Ticks of which every so many meets the other's beat. Returns how many until it moved. */
  private int meets(int every, int most) {
    for (int i = 1; i <= most; i++)
      if (aside.behind(i % every == 0 ? STOPPED_ns : QUICK_ns) != 0) return i;
    return most;
  }

  @Test
  void shouldStepAsideOnceItMetABeatThreeTimes() {
    ticks(SECOND);
    // 10 ms at 500 and at 1000 Hz.
    assertEquals(15, meets(5, SECOND));
    ticks(SECOND);
    assertEquals(30, meets(10, SECOND));
  }

  @Test
  void shouldStepBackAfterwards() {
    ticks(SECOND);
    long first_ns = 0;
    for (int i = 0; first_ns == 0; i++) first_ns = aside.behind(i % 5 == 0 ? STOPPED_ns : QUICK_ns);
    assertEquals(Aside.STEP_ns, first_ns);
    long second_ns = 0;
    for (int i = 0; second_ns == 0; i++)
      second_ns = aside.behind(i % 5 == 0 ? STOPPED_ns : QUICK_ns);
    assertEquals(-Aside.STEP_ns, second_ns, "or it would walk into the kernel's own tick");
  }

  @Test
  void shouldStayWhereTicksAreSlowNowAndThen() {
    ticks(SECOND);
    Random random = new Random(1);
    long moved_ns = 0;
    for (int i = 0; i < 20 * SECOND; i++)
      moved_ns += Math.abs(aside.behind(random.nextInt(500) == 0 ? 1_000_000 : QUICK_ns));
    assertEquals(0, moved_ns);
  }

  @Test
  void shouldStayWhereEveryTickIsLong() {
    for (int i = 0; i < SECOND; i++) aside.behind(STOPPED_ns);
    Random random = new Random(2);
    long moved_ns = 0;
    for (int i = 0; i < 20 * SECOND; i++)
      moved_ns += Math.abs(aside.behind(STOPPED_ns + random.nextInt(15_000)));
    assertEquals(0, moved_ns, "what takes long takes long at any time");
  }

  @Test
  void shouldMoveTheTimersDeadlines() {
    TickClock still =
        new TickClock() {
          @Override
          public long now_ns() {
            return 0;
          }

          @Override
          public void sleepUntil(long deadline_ns) {}
        };
    Beat beat = new TimerBeat(still, PERIOD_ns);
    beat.begin(0);
    long last_ns = beat.await(), moved_ns = 0;
    for (int i = 1; i < 10 * SECOND; i++) {
      long took_ns = i > SECOND && i % 5 == 0 ? STOPPED_ns : QUICK_ns;
      assertEquals(Beat.IN_TIME, beat.done(last_ns, last_ns + took_ns, last_ns + took_ns));
      long due_ns = beat.await();
      moved_ns += Math.abs(due_ns - last_ns - PERIOD_ns);
      last_ns = due_ns;
      long phase_ns = Math.floorMod(due_ns, 1_000_000);
      assertTrue(phase_ns >= 200_000 && phase_ns <= 800_000, "due at " + phase_ns);
    }
    assertTrue(moved_ns >= 2 * Aside.STEP_ns, "there and back, not " + moved_ns);
  }

  @Test
  void shouldMoveSeldomWhereEverythingIsSlow() {
    int moves = 0;
    Random random = new Random(3);
    for (int i = 0; i < 20 * SECOND; i++)
      if (aside.behind(random.nextInt(10) == 0 ? STOPPED_ns : QUICK_ns) != 0) moves++;
    assertTrue(moves > 1 && moves <= 40, moves + " moves in 20 s");
  }
}
