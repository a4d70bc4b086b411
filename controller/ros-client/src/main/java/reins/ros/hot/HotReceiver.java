package reins.ros.hot;

import java.nio.ByteBuffer;
import reins.ros.tcpros.Inbox;

/**
 * Decodes each message of a topic in place and leaves it as the newest. Has no words in it, for the
 * reason that the connection's reception has none.
 *
 * <p>Threads: the publishers' threads take turns, so that they are the one writer of the slots
 * together; one thread polls.
 */
final class HotReceiver<T> implements Inbox.Receiver {
  static final class Slot<T> {
    final T message;
    long arrival_ns;

    Slot(T message) {
      this.message = message;
    }
  }

  private final HotCodec<T> codec;
  private final HotListener<T> listener;
  private final LatestValue<Slot<T>> latest;
  private volatile long received;
  private volatile long rejected;

  HotReceiver(HotCodec<T> codec, HotListener<T> listener) {
    this.codec = codec;
    this.listener = listener;
    this.latest = new LatestValue<>(() -> new Slot<>(codec.allocate()));
  }

  @Override
  public synchronized void receive(ByteBuffer body) {
    Slot<T> slot = latest.back();
    slot.arrival_ns = System.nanoTime();
    boolean fits;
    try {
      fits = codec.decode(body, slot.message);
      if (fits) listener.onMessage(slot.message, slot.arrival_ns);
    } catch (RuntimeException e) {
      // A codec or listener that fails must not end the connection; what it failed on counts.
      fits = false;
    }
    if (fits) {
      latest.publish();
      received = received + 1;
      listener.onNewest();
    } else {
      rejected = rejected + 1;
    }
  }

  boolean poll() {
    return latest.poll();
  }

  Slot<T> front() {
    return latest.front();
  }

  long received() {
    return received;
  }

  long rejected() {
    return rejected;
  }

  long superseded() {
    return latest.superseded();
  }
}
