package reins.sim.bench.cockpit;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The floor: a WebSocket that says at once what a page would, and nothing is drawn.
 *
 * <p>Threads: one, and a heartbeat.
 */
final class SocketPresser implements Presser {
  private static final long HEARTBEAT_MS = 20;

  private final Page page;
  private final ScheduledExecutorService heart =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("page").daemon().factory());
  private volatile double y;
  private volatile boolean hold;
  private long pressed_ns;

  SocketPresser(Page page) {
    this.page = page;
    heart.scheduleAtFixedRate(() -> page.send(y, hold), 0, HEARTBEAT_MS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void hold(boolean on) {
    hold = on;
  }

  @Override
  public void down(int way) {
    y = way;
    pressed_ns = System.nanoTime();
    page.send(y, hold);
  }

  @Override
  public Press pressed() {
    return new Press(pressed_ns, pressed_ns);
  }

  @Override
  public void up() {
    y = 0;
    page.send(y, hold);
  }

  @Override
  public void goOn() {
    page.start(y, hold);
  }

  /** Whether this page is the one in command. */
  boolean commands() {
    return page.commands();
  }

  @Override
  public void close() {
    heart.shutdownNow();
    page.close();
  }
}
