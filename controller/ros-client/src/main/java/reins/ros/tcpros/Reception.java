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

  Reception(Inbox.Receiver receiver) {
    this.receiver = receiver;
  }

  /** Receives until the publisher ends the stream or {@link #end} is called. */
  void run(SocketChannel channel, FrameReader reader) throws IOException {
    long skippedBefore = skipped;
    while (open && reader.read(channel, this)) skipped = skippedBefore + reader.skipped();
  }

  @Override
  public void frame(ByteBuffer body) {
    messages = messages + 1;
    bytes = bytes + Integer.BYTES + body.remaining();
    receiver.receive(body);
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
}
