package reins.policy.device;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import reins.contract.config.ConfigException;

/**
 * Reads a SpaceMouse; one that is pulled out is looked for again until it is back.
 *
 * <p>Threads: one of its own, a daemon.
 */
final class HidSpaceMouse implements Source {
  private static final Logger LOG = LogManager.getLogger(HidSpaceMouse.class);
  private static final int WAIT_MS = 100;
  private static final int LOOK_AGAIN_MS = 1000;

  private final HidBus bus;
  private final String name;
  private final StickFeed feed;
  private final int lookAgain_ms;
  private final Thread thread;
  private HidBus.Link link;
  private volatile boolean closed;

  /**
   * Opens it.
   *
   * <p>Errors: {@link ConfigException} where it is not there or may not be read.
   */
  static HidSpaceMouse open(HidBus bus, String name, StickFeed feed) {
    return open(bus, name, feed, LOOK_AGAIN_MS);
  }

  static HidSpaceMouse open(HidBus bus, String name, StickFeed feed, int lookAgain_ms) {
    HidBus.Look look = bus.open();
    if (look.link() == null) throw new ConfigException("device " + name + ": " + look.text());
    LOG.info("device {}: {}", name, look.text());
    return new HidSpaceMouse(bus, look.link(), name, feed, lookAgain_ms);
  }

  private HidSpaceMouse(
      HidBus bus, HidBus.Link link, String name, StickFeed feed, int lookAgain_ms) {
    this.bus = bus;
    this.link = link;
    this.name = name;
    this.feed = feed;
    this.lookAgain_ms = lookAgain_ms;
    thread = Thread.ofPlatform().name("device " + name).daemon().start(this::run);
  }

  private void run() {
    byte[] report = new byte[SpaceMouseReports.MAX_BYTES];
    while (!closed) {
      if (link == null) look();
      else read(report);
    }
    if (link != null) link.close();
  }

  private void read(byte[] report) {
    SpaceMouseReports reports = new SpaceMouseReports();
    int length = 0;
    while (!closed && length >= 0) {
      length = link.read(report, WAIT_MS);
      if (length > 0 && reports.take(report, length))
        feed.accept(System.nanoTime(), reports.axes, reports.buttons);
    }
    if (closed) return;
    LOG.warn("device {}: it is gone; looking for it", name);
    link.close();
    link = null;
  }

  private void look() {
    HidBus.Look look = bus.open();
    link = look.link();
    if (link != null) {
      LOG.info("device {}: it is back: {}", name, look.text());
      return;
    }
    try {
      Thread.sleep(lookAgain_ms);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  @Override
  public String trouble() {
    return "no report came from the device";
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
