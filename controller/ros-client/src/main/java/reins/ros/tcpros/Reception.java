package reins.ros.tcpros;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * One connection's messages, received and counted.
 *
 * <p>The compiler makes a class's string constants when it compiles one of its methods, on the
 * thread that ran it: hence no words in the classes that every message passes, or a loop that has
 * allocated nothing for a minute would then.
 *
 * <p>Threads: one receives; any reads the counters.
 */
final class Reception implements FrameReader.Sink {
  private final Inbox.Receiver receiver;
  private volatile boolean open = true;
  private volatile long messages;
  private volatile long bytes;
  private volatile long skipped;
  private volatile long lost;
  private boolean numbered;
  private boolean begun;
  private int last;

  Reception(Inbox.Receiver receiver) {
    this.receiver = receiver;
  }

  /**
   * Receives until the publisher ends the stream or {@link #end} is called.
   *
   * @param headed whether messages begin with a header, in which publishers number them
   */
  void run(SocketChannel channel, FrameReader reader, boolean headed) throws IOException {
    numbered = headed;
    begun = false;
    long skippedBefore = skipped;
    while (open && reader.read(channel, this)) skipped = skippedBefore + reader.skipped();
  }

  @Override
  public void frame(ByteBuffer body) {
    messages = messages + 1;
    bytes = bytes + Integer.BYTES + body.remaining();
    if (numbered && body.remaining() >= Integer.BYTES) number(body.getInt(body.position()));
    receiver.receive(body);
  }

  // A number that stands still or goes back is not counting: nothing is known to be lost.
  private void number(int seq) {
    if (begun && seq - last > 1) lost = lost + (seq - last - 1);
    begun = true;
    last = seq;
  }

  void end() {
    open = false;
  }

  boolean isOpen() {
    return open;
  }

  long messages() {
    return messages;
  }

  long bytes() {
    return bytes;
  }

  long skipped() {
    return skipped;
  }

  long lost() {
    return lost;
  }
}
