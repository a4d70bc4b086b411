package reins.sim.bench.cockpit;

import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * What viewers cost: a stretch of time without them, one with them and one more without. Somebody
 * drives and the cameras run in all. How much the two without differ is what a difference means.
 *
 * <p>Threads: one.
 */
final class Audience implements AutoCloseable {
  private final HttpClient client;
  private final CockpitStand stand;
  private final int viewers;
  private final List<Page> pages = new ArrayList<>();
  private TickDifference before = new TickDifference();
  private TickDifference with = new TickDifference();
  private TickDifference after = new TickDifference();
  private final LongSupplier missed;
  private long missedWithout;
  private long missedWith;
  private long cameraPictures;
  private long cameraBytes;
  private long robotPictures;
  private double watched_s;

  /**
   * @param missed steps of the actor's loop so far
   */
  Audience(HttpClient client, CockpitStand stand, int viewers, LongSupplier missed) {
    this.client = client;
    this.stand = stand;
    this.viewers = viewers;
    this.missed = missed;
  }

  /** Stretches without, with and without viewers. */
  void round(double seconds) {
    long missed0 = missed.getAsLong();
    before = before.with(stretch(seconds));
    missedWithout += missed.getAsLong() - missed0;
    watched(seconds);
    long missed1 = missed.getAsLong();
    after = after.with(stretch(seconds));
    missedWithout += missed.getAsLong() - missed1;
  }

  private void watched(double seconds) {
    for (int i = 0; i < viewers; i++) {
      pages.add(Page.link(client, stand.port()));
      pages.add(Page.cameras(client, stand.port()));
    }
    pause(1);
    long cameras = sum(Page::cameraPictures), bytes = sum(Page::cameraBytes);
    long robot = sum(Page::pictures), start_ns = System.nanoTime();
    long missed0 = missed.getAsLong();
    with = with.with(stretch(seconds));
    missedWith += missed.getAsLong() - missed0;
    watched_s += (System.nanoTime() - start_ns) * 1e-9;
    cameraPictures += sum(Page::cameraPictures) - cameras;
    cameraBytes += sum(Page::cameraBytes) - bytes;
    robotPictures += sum(Page::pictures) - robot;
    close();
    pause(1);
  }

  private TickDifference stretch(double seconds) {
    TickDifference ticks = new TickDifference();
    ticks.begin(stand.exchange().counters());
    pause(seconds);
    ticks.end(stand.exchange().counters());
    return ticks;
  }

  private long sum(ToLongFunction<Page> what) {
    return pages.stream().mapToLong(what).sum();
  }

  private static void pause(double seconds) {
    try {
      Thread.sleep((long) (1e3 * seconds));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Of a tick's time with viewers to that without. */
  double ratio(double share) {
    return with.percentile_us(share) / without().percentile_us(share);
  }

  TickDifference without() {
    return before.with(after);
  }

  TickDifference before() {
    return before;
  }

  TickDifference after() {
    return after;
  }

  TickDifference with() {
    return with;
  }

  long missedWithout() {
    return missedWithout;
  }

  long missedWith() {
    return missedWith;
  }

  /** Of one camera at one viewer. */
  double camera_Hz(int cameras) {
    return cameraPictures / watched_s / viewers / cameras;
  }

  /** Of the robot at one viewer. */
  double robot_Hz() {
    return robotPictures / watched_s / viewers;
  }

  /** Of cameras, to all viewers. */
  double camera_MB_s() {
    return cameraBytes * 1e-6 / watched_s;
  }

  @Override
  public void close() {
    pages.forEach(Page::close);
    pages.clear();
  }
}
