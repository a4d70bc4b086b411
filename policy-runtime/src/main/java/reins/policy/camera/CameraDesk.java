package reins.policy.camera;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.eclipse.jetty.websocket.api.Session;
import reins.contract.config.CockpitConfig;
import reins.ros.node.ConnectedNode;

/**
 * Takes the newest image of every camera, fifteen times a second, to everyone who looks; who is not
 * done with the one before is passed over.
 *
 * <p>Threads: its own, which encodes; {@link #join} and {@link #leave} from any. Nothing here is
 * waited for by the actor's loop.
 */
public final class CameraDesk implements AutoCloseable {
  /** Pictures of a camera that a page sees in a second. */
  public static final int HZ = 15;

  /** Who may look at a time. */
  public static final int MAX_SCREENS = 8;

  private static final Logger LOG = LogManager.getLogger(CameraDesk.class);

  private final List<CameraFeed> feeds = new ArrayList<>();
  private final Set<Screen> screens = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("cameras").daemon().factory());

  /** Begins to look once there is somebody to show it to. */
  public CameraDesk(List<CockpitConfig.Camera> cameras, ConnectedNode node) {
    for (CockpitConfig.Camera camera : cameras) feeds.add(new CameraFeed(camera, node));
    long period_us = TimeUnit.SECONDS.toMicros(1) / HZ;
    if (!feeds.isEmpty())
      clock.scheduleAtFixedRate(this::round, 0, period_us, TimeUnit.MICROSECONDS);
  }

  private void round() {
    try {
      for (int i = 0; i < feeds.size(); i++) {
        feeds.get(i).want(!screens.isEmpty());
        byte[] file = feeds.get(i).take();
        if (file != null) show(i, file);
      }
    } catch (RuntimeException e) {
      LOG.warn("cameras: {}", e.toString());
    }
  }

  private void show(int camera, byte[] file) {
    for (Screen screen : screens) screen.show(camera, file);
  }

  /** Somebody looks; null where there is no room. */
  public Screen join(Session session) {
    synchronized (screens) {
      if (screens.size() >= MAX_SCREENS) return null;
      Screen screen = new Screen(session, feeds.size());
      screens.add(screen);
      return screen;
    }
  }

  /** Somebody looks no more. */
  public void leave(Screen screen) {
    screens.remove(screen);
  }

  @Override
  public void close() {
    clock.shutdownNow();
    for (Screen screen : screens) screen.disconnect();
  }
}
