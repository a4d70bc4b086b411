package reins.ros.tcpros;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * One accepted connection: first a header that fills up, then a topic's link.
 *
 * <p>Threads: the server's.
 */
final class ServedSubscriber {
  private final TcpRosServer server;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final long opened_ns = System.nanoTime();
  private ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private ByteBuffer header;
  private OutgoingLink link;
  private boolean handedOver;
  private volatile boolean wantsWrite;

  ServedSubscriber(TcpRosServer server, SocketChannel channel, Selector selector)
      throws IOException {
    this.server = server;
    this.channel = channel;
    this.key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  boolean isHandshake() {
    return link == null;
  }

  /**
   * Takes what the peer sent: its header, and after that nothing that matters.
   *
   * @return false when the connection is to be closed
   */
  boolean read(ByteBuffer ignored) throws IOException {
    if (link != null) return channel.read(ignored.clear()) >= 0;
    if (header == null) {
      if (channel.read(length) < 0) return false;
      if (length.hasRemaining()) return true;
      header = ByteBuffer.allocate(ConnectionHeader.checkedLength(length.getInt(0)));
    }
    if (channel.read(header) < 0) return false;
    return header.hasRemaining() || answer(ConnectionHeader.decode(header.flip()));
  }

  private boolean answer(ConnectionHeader subscriber) throws IOException {
    if (subscriber.has("service")) return answerClient(subscriber);
    ConnectionHeader reply = new ConnectionHeader();
    Publication publication = server.match(subscriber, reply);
    ByteBuffer bytes = reply.encode();
    channel.write(bytes);
    // A fresh socket takes a whole header; one that does not is not worth waiting for.
    if (publication == null || bytes.hasRemaining()) return false;
    length = null;
    header = null;
    link = publication.accept(channel, subscriber, this::wakeWhenWritable);
    return true;
  }

  // A service's client leaves the selector: its calls may take their time on a thread of their own.
  private boolean answerClient(ConnectionHeader client) throws IOException {
    ConnectionHeader reply = new ConnectionHeader();
    Provision provision = server.matchService(client, reply);
    ByteBuffer bytes = reply.encode();
    channel.write(bytes);
    if (provision == null || bytes.hasRemaining() || client.get("probe").equals("1")) return false;
    key.cancel();
    channel.configureBlocking(true);
    handedOver = true;
    provision.serve(channel, client);
    return false;
  }

  // Any thread: takes no more of the selector's locks than it takes to wake it.
  private void wakeWhenWritable() {
    wantsWrite = true;
    key.selector().wakeup();
  }

  void write() {
    key.interestOpsAnd(~SelectionKey.OP_WRITE);
    if (link != null) link.writable();
  }

  /** Does what time and the link ask for; false when the connection is to be closed. */
  boolean check(long now_ns) {
    if (link == null) return now_ns - opened_ns < TcpRosServer.HANDSHAKE_MS * 1_000_000L;
    if (link.broken() || !channel.isOpen()) return false;
    if (wantsWrite) {
      wantsWrite = false;
      key.interestOpsOr(SelectionKey.OP_WRITE);
    }
    return true;
  }

  void close() {
    if (handedOver) return;
    try {
      channel.close();
    } catch (IOException e) {
      // A socket that cannot be closed is gone already.
    }
    if (link != null) link.closed();
  }
}
