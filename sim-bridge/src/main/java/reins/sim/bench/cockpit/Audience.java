package reins.sim.bench.cockpit;

import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import reins.contract.exchange.Exchange;

/**
 * What viewers cost: the same stretch of time with them and without, in turns. Somebody drives and
 * the cameras run in both.
 *
 * <p>Threads: one.
 */
final class Audience implements AutoCloseable {
  private final HttpClient client;
  private final CockpitStand stand;
  private final int viewers;
  private final List<Page> pages = new ArrayList<>();
  private final TickDifference without = new TickDifference();
  private final TickDifference with = new TickDifference();
  private final LongSupplier missed;
  private long missedWithout;
  private long missedWith;
  private long cameraPictures;
  private long cameraBytes;
  private long robotPictures;
  private double watched_s;
  private int rounds;

  /**
   * @param missed steps of the actor's loop so far
   */
  Audience(HttpClient client, CockpitStand stand, int viewers, LongSupplier missed) {
    this.client = client;
    this.stand = stand;
    this.viewers = viewers;
    this.missed = missed;
  }

  /** One stretch without and one with viewers, in the other order every other time. */
  void round(double seconds) {
    if (rounds % 2 == 0) missedWithout += stretch(without, seconds);
    watched(seconds);
    if (rounds++ % 2 == 1) missedWithout += stretch(without, seconds);
  }

  private void watched(double seconds) {
    for (int i = 0; i < viewers; i++) {
      pages.add(Page.link(client, stand.port()));
      pages.add(Page.cameras(client, stand.port()));
    }
    pause(1);
    long cameras = sum(Page::cameraPictures), bytes = sum(Page::cameraBytes);
    long robot = sum(Page::pictures), start_ns = System.nanoTime();
    missedWith += stretch(with, seconds);
    watched_s += (System.nanoTime() - start_ns) * 1e-9;
    cameraPictures += sum(Page::cameraPictures) - cameras;
    cameraBytes += sum(Page::cameraBytes) - bytes;
    robotPictures += sum(Page::pictures) - robot;
    close();
    pause(1);
  }

  private long stretch(TickDifference ticks, double seconds) {
    Exchange exchange = stand.exchange();
    long before = missed.getAsLong();
    ticks.begin(exchange.counters());
    pause(seconds);
    ticks.end(exchange.counters());
    return missed.getAsLong() - before;
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
    return with.percentile_us(share) / without.percentile_us(share);
  }

  TickDifference without() {
    return without;
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
