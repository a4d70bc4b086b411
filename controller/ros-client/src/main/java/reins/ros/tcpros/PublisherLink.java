package reins.ros.tcpros;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import reins.ros.message.MessageType;

/**
 * The receiving end of one publisher's connection: asks where to connect, exchanges headers,
 * delivers messages, and tries again until it is closed.
 *
 * <p>Threads: one of its own, which waits in blocking reads; {@link #close} may come from any.
 */
final class PublisherLink implements Runnable {
  private static final System.Logger LOG = System.getLogger(PublisherLink.class.getName());
  private static final int TIMEOUT_MS = 5000;
  private static final int LONGEST_WAIT_MS = 5000;

  private final int id;
  private final Inbox inbox;
  private final URI publisher;
  private final Reception reception;
  private final Backoff backoff = new Backoff(LONGEST_WAIT_MS);
  private final Thread thread;
  private String lastComplaint = "";
  private volatile boolean connected;
  private boolean headed;

  PublisherLink(int id, Inbox inbox, URI publisher, Thread.Builder threads) {
    this.id = id;
    this.inbox = inbox;
    this.publisher = publisher;
    this.reception = new Reception(inbox.receiver());
    this.thread = threads.unstarted(this);
  }

  void start() {
    thread.start();
  }

  @Override
  public void run() {
    while (reception.isOpen()) {
      try {
        connectAndReceive();
        // Not yet a trouble: a publisher that ended is soon off the master's list.
        LOG.log(Level.DEBUG, "topic {0}: {1} closed the connection", inbox.topic(), publisher);
      } catch (Refusal e) {
        backoff.giveUp();
        complain(e.getMessage());
      } catch (IOException | RuntimeException e) {
        complain(e.getMessage() == null ? e.toString() : e.getMessage());
      }
      connected = false;
      pause();
    }
  }

  private void connectAndReceive() throws IOException {
    InetSocketAddress address = inbox.negotiator().request(publisher, inbox.topic());
    try (SocketChannel channel = connect(address)) {
      ConnectionHeader reply = exchange(channel, inbox.header());
      if (reply.has("error"))
        throw new Refusal("refused: " + reply.get("error") + whatItSends(address, reply));
      accept(reply);
      FrameReader reader =
          new FrameReader(inbox.maxDelivered_bytes(), inbox.limits().maxMessage_bytes());
      reception.run(channel, reader, headed);
    }
  }

  private static SocketChannel connect(InetSocketAddress address) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      channel.socket().connect(address, TIMEOUT_MS);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static ConnectionHeader exchange(SocketChannel channel, ConnectionHeader ours)
      throws IOException {
    ByteBuffer header = ours.encode();
    while (header.hasRemaining()) channel.write(header);
    return readHeader(channel);
  }

  // rospy's refusal names no sums where the types differ, so a header that takes anything asks.
  private String whatItSends(InetSocketAddress address, ConnectionHeader refusal) {
    if (refusal.get("error").contains(inbox.type().md5())) return "";
    ConnectionHeader anything =
        inbox.header().put("type", ConnectionHeader.ANY).put("md5sum", ConnectionHeader.ANY);
    try (SocketChannel channel = connect(address)) {
      ConnectionHeader reply = exchange(channel, anything);
      return reply.has("md5sum") && !fits(reply) ? "; " + difference(reply) : "";
    } catch (IOException e) {
      return "";
    }
  }

  private boolean fits(ConnectionHeader reply) {
    String sum = reply.get("md5sum");
    return inbox.type() == MessageType.ANY
        || sum.equals(ConnectionHeader.ANY)
        || sum.equals(inbox.type().md5());
  }

  private String difference(ConnectionHeader reply) {
    return "the publisher sends "
        + reply.get("type")
        + " ("
        + reply.get("md5sum")
        + "), expected "
        + inbox.type();
  }

  private void accept(ConnectionHeader reply) throws Refusal {
    if (!fits(reply)) throw new Refusal(difference(reply));
    try {
      inbox.receiver().connected(reply);
    } catch (IllegalArgumentException e) {
      throw new Refusal(e.getMessage());
    }
    headed = sent(reply).isHeaded();
    connected = true;
    backoff.reset();
    lastComplaint = "";
    LOG.log(Level.DEBUG, "topic {0}: connected to {1}", inbox.topic(), publisher);
  }

  private MessageType sent(ConnectionHeader reply) {
    if (inbox.type() != MessageType.ANY) return inbox.type();
    return MessageType.checked(
        reply.get("type"), reply.get("md5sum"), reply.get("message_definition"));
  }

  private static ConnectionHeader readHeader(SocketChannel channel) throws IOException {
    // The socket's stream, not the channel: only it gives up on a peer that never answers.
    channel.socket().setSoTimeout(TIMEOUT_MS);
    InputStream in = channel.socket().getInputStream();
    int length = ConnectionHeader.checkedLength(littleEndian(exactly(in, Integer.BYTES)).getInt());
    return ConnectionHeader.decode(littleEndian(exactly(in, length)));
  }

  private static byte[] exactly(InputStream in, int count) throws IOException {
    byte[] read = in.readNBytes(count);
    if (read.length < count) throw new IOException("closed before the header's end");
    return read;
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  // Each distinct trouble is said once, or a dead peer would fill the log.
  private void complain(String what) {
    if (!reception.isOpen() || what.equals(lastComplaint)) return;
    lastComplaint = what;
    LOG.log(Level.WARNING, "topic {0} from {1}: {2}; trying again", inbox.topic(), publisher, what);
    inbox.trouble(what);
  }

  private void pause() {
    try {
      if (reception.isOpen()) Thread.sleep(backoff.next_ms());
    } catch (InterruptedException closed) {
      // Only close() interrupts, and the loop's condition sees it.
    }
  }

  LinkReport report() {
    return new LinkReport(
        id,
        publisher.toString(),
        false,
        connected,
        reception.messages(),
        reception.bytes(),
        reception.skipped(),
        reception.lost());
  }

  /** Ends the connection; an interrupt closes a socket that its thread waits for. */
  void close() {
    reception.end();
    thread.interrupt();
  }

  /** The two sides disagree; trying again soon is no use. */
  private static final class Refusal extends IOException {
    Refusal(String what) {
      super(what);
    }
  }
}
