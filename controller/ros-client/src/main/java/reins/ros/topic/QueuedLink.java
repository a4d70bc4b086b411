package reins.ros.topic;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import reins.ros.tcpros.LinkReport;
import reins.ros.tcpros.OutgoingLink;

/**
 * One subscriber's bounded queue: written at once where the socket takes it, later by the server
 * where it does not, the oldest waiting message dropped for a newer one. A message that has been
 * begun is always finished.
 */
final class QueuedLink implements OutgoingLink {
  /** A heap buffer is copied before each write; this bounds the copy when the socket takes less. */
  private static final int CHUNK_BYTES = 256 << 10;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final int id;
  private final SocketChannel channel;
  private final String peer;
  private final int queueSize;
  private final Runnable wakeup;
  private final Queue<Frame> waiting = new ArrayDeque<>();
  private Frame current;
  private ByteBuffer left = NOTHING;
  private boolean broken;
  private long messages;
  private long bytes;
  private long dropped;

  QueuedLink(int id, SocketChannel channel, String peer, int queueSize, Runnable wakeup) {
    this.id = id;
    this.channel = channel;
    this.peer = peer;
    this.queueSize = queueSize;
    this.wakeup = wakeup;
  }

  /** Sends a message or queues it. */
  synchronized void offer(Frame frame) {
    if (broken) return;
    if (waiting.size() == queueSize) {
      waiting.remove().release();
      dropped++;
    }
    waiting.add(frame.hold());
    flush();
  }

  @Override
  public synchronized void writable() {
    flush();
  }

  private void flush() {
    try {
      while (!broken && (left.hasRemaining() || next())) {
        int end = left.limit();
        if (!left.isDirect()) left.limit(Math.min(end, left.position() + CHUNK_BYTES));
        bytes += channel.write(left);
        boolean full = left.hasRemaining();
        left.limit(end);
        if (!left.hasRemaining()) finish();
        if (full) {
          wakeup.run();
          return;
        }
      }
    } catch (IOException e) {
      broken = true;
      wakeup.run();
    }
  }

  private boolean next() {
    current = waiting.poll();
    if (current == null) return false;
    left = current.view();
    return true;
  }

  private void finish() {
    messages++;
    letGo();
  }

  private void letGo() {
    current.release();
    current = null;
    left = NOTHING;
  }

  synchronized LinkReport report() {
    return new LinkReport(id, peer, true, !broken, messages, bytes, dropped, 0);
  }

  synchronized void close() {
    closed();
    try {
      channel.close();
    } catch (IOException e) {
      // It is gone already.
    }
    wakeup.run();
  }

  @Override
  public synchronized void closed() {
    broken = true;
    waiting.forEach(Frame::release);
    waiting.clear();
    if (current != null) letGo();
  }

  @Override
  public synchronized boolean broken() {
    return broken;
  }
}
