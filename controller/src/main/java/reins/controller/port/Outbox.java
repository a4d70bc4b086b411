package reins.controller.port;

import java.util.ArrayList;
import java.util.List;
import reins.ros.hot.HotPublisher;

/**
 * The topics whose messages a tick leaves and the control thread sends right behind it, so that no
 * tick waits for the kernel to carry a message to its peer's socket.
 *
 * <p>Threads: {@link #add} before the first tick, {@link #send} the control thread's.
 */
public final class Outbox {
  private final List<HotPublisher<?>> added = new ArrayList<>();
  private HotPublisher<?>[] publishers = {};

  /** Sends a topic's messages, which are left to it from now on. */
  public <T> HotPublisher<T> add(HotPublisher<T> publisher) {
    added.add(publisher);
    publishers = added.toArray(HotPublisher<?>[]::new);
    return publisher;
  }

  /** Sends what was left. Allocates nothing and waits for nothing. */
  public void send() {
    for (int i = 0; i < publishers.length; i++) publishers[i].flush();
  }
}
