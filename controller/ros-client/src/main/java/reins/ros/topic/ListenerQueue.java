package reins.ros.topic;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Queue;

/** One listener's bounded queue and the thread that empties it into the listener. */
final class ListenerQueue<T> {
  private static final System.Logger LOG = System.getLogger(ListenerQueue.class.getName());

  private final String topic;
  private final MessageListener<T> listener;
  private final int limit;
  private final Queue<T> waiting = new ArrayDeque<>();
  private boolean closed;
  private long dropped;

  ListenerQueue(String topic, MessageListener<T> listener, int limit) {
    this.topic = topic;
    this.listener = listener;
    this.limit = limit;
    Thread.ofVirtual().name("ros-listener " + topic).start(this::run);
  }

  synchronized void offer(T message) {
    if (waiting.size() == limit) {
      waiting.remove();
      dropped++;
    }
    waiting.add(message);
    notifyAll();
  }

  private void run() {
    for (T message = take(); message != null; message = take()) {
      try {
        listener.onNewMessage(message);
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "topic " + topic + ": a listener failed", e);
      }
    }
  }

  private synchronized T take() {
    try {
      while (waiting.isEmpty() && !closed) wait();
    } catch (InterruptedException e) {
      return null;
    }
    return closed ? null : waiting.remove();
  }

  MessageListener<T> listener() {
    return listener;
  }

  synchronized long dropped() {
    return dropped;
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
