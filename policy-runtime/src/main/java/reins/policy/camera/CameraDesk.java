package reins.policy.camera;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.eclipse.jetty.websocket.api.Session;
import reins.contract.config.CockpitConfig;
import reins.ros.node.ConnectedNode;

/**
 * Takes each image of every camera as it comes, fifteen a second at most, to everyone who looks;
 * who is not done with the one before is passed over.
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
  // What comes after the end is not shown.
  private final ExecutorService worker =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().name("cameras").daemon().factory(),
          new ThreadPoolExecutor.DiscardPolicy());

  /** Begins to look once there is somebody to show it to. */
  public CameraDesk(List<CockpitConfig.Camera> cameras, ConnectedNode node) {
    for (CockpitConfig.Camera camera : cameras) feeds.add(feed(feeds.size(), camera, node));
  }

  private CameraFeed feed(int number, CockpitConfig.Camera camera, ConnectedNode node) {
    Pace pace = new Pace(HZ, System.nanoTime());
    return new CameraFeed(camera, node, feed -> work(() -> come(number, feed, pace)));
  }

  private void work(Runnable what) {
    worker.execute(
        () -> {
          try {
            what.run();
          } catch (RuntimeException e) {
            LOG.warn("cameras: {}", e.toString());
          }
        });
  }

  private void come(int camera, CameraFeed feed, Pace pace) {
    byte[] file = pace.lets(System.nanoTime()) ? feed.take() : feed.skip();
    if (file != null) show(camera, file);
  }

  /** Cameras are subscribed while somebody looks. */
  private void look() {
    boolean wanted = !screens.isEmpty();
    feeds.forEach(feed -> feed.want(wanted));
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
      work(this::look);
      return screen;
    }
  }

  /** Somebody looks no more. */
  public void leave(Screen screen) {
    screens.remove(screen);
    work(this::look);
  }

  @Override
  public void close() {
    worker.shutdownNow();
    for (Screen screen : screens) screen.disconnect();
  }
}
