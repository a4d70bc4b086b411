package reins.ros.hot;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import reins.ros.tcpros.LinkReport;
import reins.ros.tcpros.OutgoingLink;

/**
 * One subscriber of a hot topic: the newest message waits in a slot while an older one is being
 * written, so a slow peer gets fewer messages and never a stale queue. A message that has been
 * begun is always finished.
 *
 * <p>Threads: the publishing thread leaves; it, another that it woke, or the server's thread
 * writes, whoever holds {@code writing}. None waits for it: who does not get it leaves the message
 * to the other, and what the socket does not take is left to the server.
 */
final class HotLink implements OutgoingLink {
  private static final VarHandle WRITING;

  static {
    try {
      WRITING = MethodHandles.lookup().findVarHandle(HotLink.class, "writing", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final int id;
  private final SocketChannel channel;
  private final String peer;
  private final LatestValue<ByteBuffer> latest;
  private final Runnable wakeup;
  private ByteBuffer current;

  @SuppressWarnings("unused") // Through WRITING.
  private boolean writing;

  private volatile boolean partial;
  private volatile boolean broken;
  private volatile boolean requested;
  private volatile long messages;
  private volatile long bytes;

  HotLink(int id, SocketChannel channel, String peer, int frameBytes, Runnable wakeup) {
    this.wakeup = wakeup;
    this.id = id;
    this.channel = channel;
    this.peer = peer;
    this.latest =
        new LatestValue<>(
            () -> ByteBuffer.allocateDirect(frameBytes).order(ByteOrder.LITTLE_ENDIAN).limit(0));
    this.current = latest.front();
  }

  /** Makes {@code frame}, from 0 to its limit, the newest message. */
  void leave(ByteBuffer frame) {
    ByteBuffer slot = latest.back();
    slot.clear();
    slot.put(0, frame, 0, frame.limit()).limit(frame.limit());
    latest.publish();
  }

  // At most two messages wait here, the one begun and the newest, so this ends.
  private void pump() {
    boolean progress = true;
    while (progress && !broken && waits()) {
      if (!WRITING.compareAndSet(this, false, true)) return;
      progress = writeOne();
      WRITING.setRelease(this, false);
    }
  }

  // Whether a whole message went out.
  private boolean writeOne() {
    if (!current.hasRemaining()) {
      if (!latest.poll()) return false;
      current = latest.front();
    }
    try {
      bytes = bytes + channel.write(current);
    } catch (IOException e) {
      broken = true;
      return false;
    }
    partial = current.hasRemaining();
    if (!partial) messages = messages + 1;
    return !partial;
  }

  @Override
  public void writable() {
    requested = false;
    flush();
  }

  /**
   * Writes what the socket takes, and asks the server once for what is left over; while a peer is
   * slow it has been asked already.
   */
  void flush() {
    pump();
    if (requested || !(broken || waits())) return;
    requested = true;
    wakeup.run();
  }

  /** Whether a message has not been written whole. */
  boolean waits() {
    return partial || latest.fresh();
  }

  @Override
  public boolean broken() {
    return broken;
  }

  @Override
  public void closed() {
    broken = true;
  }

  void close() {
    broken = true;
    try {
      channel.close();
    } catch (IOException e) {
      // It is gone already.
    }
    wakeup.run();
  }

  /** Messages that newer ones replaced before the socket took them. */
  long superseded() {
    return latest.superseded();
  }

  LinkReport report() {
    return new LinkReport(id, peer, true, !broken, messages, bytes, superseded(), 0);
  }
}
