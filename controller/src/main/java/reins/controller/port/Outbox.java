package reins.controller.port;

import java.util.ArrayList;
import java.util.List;
import reins.ros.hot.HotPublisher;

/**
 * What ticks have to say: a tick leaves it, and the thread right behind sends it, so that no tick
 * waits for the kernel to carry a message to its peer's socket. A tick that was late has the next
 * one right behind it, and the thread has not had its turn: what it did not get to within two ticks
 * the next one sends itself.
 *
 * <p>Threads: {@link #handOver} is the control loop's, where it allocates nothing and waits for
 * nothing; {@link #send} the one's behind; {@link #add} before both.
 */
public final class Outbox {
  private static final int PATIENCE = 2;

  private final List<HotPublisher<?>> added = new ArrayList<>();
  private HotPublisher<?>[] publishers = {};
  private Runnable wake = () -> {};
  private volatile long left;
  private volatile long sent;
  private int behind;

  /** Sends a topic's messages, which are left to it from now on. */
  public <T> HotPublisher<T> add(HotPublisher<T> publisher) {
    added.add(publisher);
    publishers = added.toArray(HotPublisher<?>[]::new);
    return publisher;
  }

  /**
   * Names what wakes the thread behind.
   *
   * @param wake neither allocates nor waits
   */
  public void sentBy(Runnable wake) {
    this.wake = wake;
  }

  /** Everything that this tick says has been left. */
  public void handOver() {
    behind = sent == left ? 0 : behind + 1;
    left = left + 1;
    if (behind >= PATIENCE) send();
    else wake.run();
  }

  /** Sends what was left. */
  public void send() {
    long now = left;
    for (int i = 0; i < publishers.length; i++) publishers[i].flush();
    sent = now;
  }
}
