package reins.sim.bench.cockpit;

import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import reins.contract.exchange.Counters;

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
  private final Comparison ticks = new Comparison(Counters.TICK_US);
  private final Comparison sent = new Comparison(Counters.SENT_US);
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
    Stretch before = alone(seconds), with = watched(seconds), after = alone(seconds);
    ticks.round(before.ticks, with.ticks, after.ticks);
    sent.round(before.sent, with.sent, after.sent);
  }

  private record Stretch(TickDifference ticks, TickDifference sent) {}

  private Stretch alone(double seconds) {
    long missed0 = missed.getAsLong();
    Stretch stretch = stretch(seconds);
    missedWithout += missed.getAsLong() - missed0;
    return stretch;
  }

  private Stretch watched(double seconds) {
    for (int i = 0; i < viewers; i++) {
      pages.add(Page.link(client, stand.port()));
      pages.add(Page.cameras(client, stand.port()));
    }
    pause(1);
    long cameras = sum(Page::cameraPictures), bytes = sum(Page::cameraBytes);
    long robot = sum(Page::pictures), start_ns = System.nanoTime();
    long missed0 = missed.getAsLong();
    Stretch stretch = stretch(seconds);
    missedWith += missed.getAsLong() - missed0;
    watched_s += (System.nanoTime() - start_ns) * 1e-9;
    cameraPictures += sum(Page::cameraPictures) - cameras;
    cameraBytes += sum(Page::cameraBytes) - bytes;
    robotPictures += sum(Page::pictures) - robot;
    close();
    pause(1);
    return stretch;
  }

  private Stretch stretch(double seconds) {
    Stretch stretch = new Stretch(ticks.stretch(), sent.stretch());
    Counters counters = stand.exchange().counters();
    stretch.ticks.begin(counters);
    stretch.sent.begin(counters);
    pause(seconds);
    stretch.ticks.end(counters);
    stretch.sent.end(counters);
    return stretch;
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

  /** How long ticks took. */
  Comparison ticks() {
    return ticks;
  }

  /** How long after a tick's beginning its messages were sent. */
  Comparison sent() {
    return sent;
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
