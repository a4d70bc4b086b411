package reins.ros.tcpros;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Where subscribers of all of a node's topics connect: takes their headers, hands them to their
 * topic, and notices when they leave. Messages are written by whoever publishes.
 *
 * <p>Bounds: {@link #MAX_CONNECTIONS} in all; of those that have not yet sent their header {@link
 * #MAX_HANDSHAKES}, one more closes the oldest; a header must be there within {@link
 * #HANDSHAKE_MS}.
 *
 * <p>Threads: one of its own, which sleeps while nobody connects, leaves or is slow.
 */
public final class TcpRosServer implements AutoCloseable {
  public static final int MAX_CONNECTIONS = 512;
  public static final int MAX_HANDSHAKES = 32;
  public static final int HANDSHAKE_MS = 5000;

  private static final System.Logger LOG = System.getLogger(TcpRosServer.class.getName());
  private static final int HANDSHAKE_CHECK_MS = 250;
  private static final int BACKLOG = 128;

  private final Function<String, Publication> publications;
  private final Function<String, Provision> provisions;
  private final String node;
  private final Selector selector;
  private final ServerSocketChannel listener;
  private final Thread thread;
  private final Consumer<SelectionKey> ready = this::serve;
  private final ByteBuffer ignored = ByteBuffer.allocateDirect(4096);
  private final List<ServedSubscriber> subscribers = new ArrayList<>();
  private volatile boolean open = true;
  private volatile long refused;

  /**
   * @param node this node's name
   * @param publications a topic's publication, or null
   * @param provisions a service's provision, or null
   */
  public TcpRosServer(
      String node,
      InetSocketAddress address,
      Function<String, Publication> publications,
      Function<String, Provision> provisions) {
    this.node = node;
    this.publications = publications;
    this.provisions = provisions;
    try {
      this.selector = Selector.open();
      this.listener = ServerSocketChannel.open();
      listener.bind(address, BACKLOG).configureBlocking(false);
      listener.register(selector, SelectionKey.OP_ACCEPT);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "node " + node + " cannot listen on " + address + ": " + e.getMessage(), e);
    }
    this.thread = Thread.ofPlatform().daemon().name("ros-server " + node).start(this::run);
  }

  public int port() {
    return listener.socket().getLocalPort();
  }

  /** Connections that were turned away, for whatever reason. */
  public long refused() {
    return refused;
  }

  private void run() {
    while (open) {
      try {
        selector.select(ready, timeout_ms());
      } catch (IOException e) {
        LOG.log(Level.ERROR, "node " + node + ": waiting for connections failed", e);
        return;
      }
      checkAll();
    }
  }

  private int timeout_ms() {
    boolean handshakes = subscribers.stream().anyMatch(ServedSubscriber::isHandshake);
    // 0 waits until something happens.
    return handshakes ? HANDSHAKE_CHECK_MS : 0;
  }

  private void serve(SelectionKey key) {
    if (!key.isValid()) return;
    if (key.channel() == listener) {
      accept();
      return;
    }
    ServedSubscriber subscriber = (ServedSubscriber) key.attachment();
    try {
      if (key.isReadable() && !subscriber.read(ignored)) drop(subscriber);
      else if (key.isWritable()) subscriber.write();
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.DEBUG, "node {0}: a subscriber was dropped: {1}", node, e.getMessage());
      drop(subscriber);
    }
  }

  private void accept() {
    try {
      SocketChannel channel = listener.accept();
      if (channel == null) return;
      if (!makeRoom()) {
        refused = refused + 1;
        channel.close();
        return;
      }
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      subscribers.add(new ServedSubscriber(this, channel, selector));
    } catch (IOException e) {
      // Out of descriptors, say: those who are connected go on.
      refused = refused + 1;
      LOG.log(Level.WARNING, "node {0}: accepting a connection failed: {1}", node, e.getMessage());
    }
  }

  private boolean makeRoom() {
    ServedSubscriber oldest = null;
    int handshakes = 0;
    for (ServedSubscriber subscriber : subscribers) {
      if (!subscriber.isHandshake()) continue;
      handshakes++;
      if (oldest == null) oldest = subscriber;
    }
    if (handshakes >= MAX_HANDSHAKES) {
      refused = refused + 1;
      drop(oldest);
    }
    return subscribers.size() < MAX_CONNECTIONS;
  }

  private void checkAll() {
    long now_ns = System.nanoTime();
    for (int i = subscribers.size() - 1; i >= 0; i--) {
      ServedSubscriber subscriber = subscribers.get(i);
      if (!subscriber.check(now_ns)) drop(subscriber);
    }
  }

  private void drop(ServedSubscriber subscriber) {
    if (subscribers.remove(subscriber)) subscriber.close();
  }

  /** The topic a header asks for; a reason to refuse it goes into {@code reply} as its error. */
  Publication match(ConnectionHeader subscriber, ConnectionHeader reply) {
    String topic = subscriber.get("topic");
    Publication publication = publications.apply(topic);
    String error =
        publication == null
            ? node + " does not publish topic '" + topic + "'"
            : disagreement(subscriber, publication);
    if (error != null) {
      refused = refused + 1;
      LOG.log(Level.WARNING, "{0} was refused: {1}", subscriber.get("callerid"), error);
      reply.put("error", error);
      return null;
    }
    reply
        .put("callerid", node)
        .put("topic", topic)
        .put("type", publication.type().name())
        .put("md5sum", publication.type().md5())
        .put("message_definition", publication.type().fullText())
        .put("latching", publication.latching());
    return publication;
  }

  /** The service a header asks for; a reason to refuse it goes into {@code reply} as its error. */
  Provision matchService(ConnectionHeader client, ConnectionHeader reply) {
    String service = client.get("service");
    Provision provision = provisions.apply(service);
    String error = provision == null ? node + " does not provide service '" + service + "'" : null;
    if (provision != null && !agrees(client, provision))
      error =
          "service "
              + service
              + " is "
              + provision.type()
              + ", the client expects "
              + client.get("type")
              + " ("
              + client.get("md5sum")
              + ")";
    if (error != null) {
      refused = refused + 1;
      LOG.log(Level.WARNING, "{0} was refused: {1}", client.get("callerid"), error);
      reply.put("error", error);
      return null;
    }
    reply
        .put("callerid", node)
        .put("service", service)
        .put("type", provision.type().name())
        .put("request_type", provision.type().request().name())
        .put("response_type", provision.type().response().name())
        .put("md5sum", provision.type().md5());
    return provision;
  }

  private static boolean agrees(ConnectionHeader client, Provision provision) {
    String sum = client.get("md5sum");
    return sum.equals(provision.type().md5())
        || sum.equals(ConnectionHeader.ANY)
        || client.get("probe").equals("1");
  }

  private static String disagreement(ConnectionHeader subscriber, Publication publication) {
    String sum = subscriber.get("md5sum");
    String type = subscriber.get("type");
    boolean sumFits = sum.equals(publication.type().md5()) || sum.equals(ConnectionHeader.ANY);
    boolean typeFits =
        type.isEmpty()
            || type.equals(publication.type().name())
            || type.equals(ConnectionHeader.ANY);
    if (!sumFits || !typeFits)
      return "topic "
          + publication.topic()
          + " is "
          + publication.type()
          + ", the subscriber expects "
          + type
          + " ("
          + sum
          + ")";
    if (publication.subscriberCount() >= publication.limits().maxConnections())
      return "topic "
          + publication.topic()
          + " takes at most "
          + publication.limits().maxConnections()
          + " subscribers";
    return null;
  }

  /** Stops listening and closes every subscriber's connection. */
  @Override
  public void close() {
    open = false;
    selector.wakeup();
    try {
      thread.join();
      for (ServedSubscriber subscriber : subscribers) subscriber.close();
      listener.close();
      selector.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "node {0}: closing failed: {1}", node, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
