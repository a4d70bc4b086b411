package reins.ros.service;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import reins.ros.message.MessageCodec;
import reins.ros.message.ServiceType;
import reins.ros.message.WireFormatException;
import reins.ros.name.GraphName;
import reins.ros.tcpros.ConnectionHeader;
import reins.ros.tcpros.FrameReader;
import reins.ros.tcpros.Provision;

/**
 * A service and its clients' connections.
 *
 * <p>Bounds: {@link #MAX_CLIENTS} connections, one more closes the one that has said nothing for
 * longest; requests of {@link #MAX_REQUEST_BYTES}.
 */
public final class ProvidedService<T, S> implements ServiceServer<T, S>, Provision {
  public static final int MAX_CLIENTS = 64;
  public static final int MAX_REQUEST_BYTES = 16 << 20;

  private static final System.Logger LOG = System.getLogger(ProvidedService.class.getName());
  private static final int MAX_ERROR_BYTES = 4096;

  private final GraphName name;
  private final ServiceType type;
  private final MessageCodec<T> requests;
  private final MessageCodec<S> responses;
  private final ServiceResponseBuilder<T, S> builder;
  private final Consumer<Provision> onShutdown;

  /** The one that has been silent for longest first. */
  private final Set<SocketChannel> clients = new LinkedHashSet<>();

  private final ReentrantLock building = new ReentrantLock();
  private final LongAdder answered = new LongAdder();
  private final LongAdder received_bytes = new LongAdder();
  private final LongAdder sent_bytes = new LongAdder();
  private boolean closed;

  /**
   * @param onShutdown told when the service is no longer provided, so that the master is told too
   */
  public ProvidedService(
      GraphName name,
      ServiceType type,
      MessageCodec<T> requests,
      MessageCodec<S> responses,
      ServiceResponseBuilder<T, S> builder,
      Consumer<Provision> onShutdown) {
    this.name = name;
    this.type = type;
    this.requests = requests;
    this.responses = responses;
    this.builder = builder;
    this.onShutdown = onShutdown;
  }

  @Override
  public void serve(SocketChannel channel, ConnectionHeader client) {
    SocketChannel left = null;
    synchronized (clients) {
      if (closed || clients.size() >= MAX_CLIENTS) {
        left = closed ? channel : clients.iterator().next();
        clients.remove(left);
      }
      if (!closed) clients.add(channel);
    }
    if (left != null) close(left);
    if (left == channel) return;
    boolean persistent =
        client.get("persistent").equals("1") || client.get("persistent").equalsIgnoreCase("true");
    Thread.ofVirtual().name("ros-service " + name).start(() -> run(channel, persistent));
  }

  private void run(SocketChannel channel, boolean persistent) {
    FrameReader reader = new FrameReader(MAX_REQUEST_BYTES, MAX_REQUEST_BYTES);
    boolean[] done = {false};
    try {
      while (!done[0]
          && reader.read(
              channel,
              body -> {
                if (done[0]) return;
                answer(channel, body);
                done[0] = !persistent;
              })) heard(channel);
    } catch (IOException | IllegalStateException e) {
      LOG.log(Level.DEBUG, "service {0}: a client was dropped: {1}", name, e.getMessage());
    } finally {
      synchronized (clients) {
        clients.remove(channel);
      }
      close(channel);
    }
  }

  private void heard(SocketChannel channel) {
    synchronized (clients) {
      if (clients.remove(channel)) clients.add(channel);
    }
  }

  private void answer(SocketChannel channel, ByteBuffer body) {
    received_bytes.add(Integer.BYTES + body.remaining());
    ByteBuffer reply = reply(body);
    sent_bytes.add(reply.remaining());
    answered.increment();
    try {
      while (reply.hasRemaining()) channel.write(reply);
    } catch (IOException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private ByteBuffer reply(ByteBuffer body) {
    building.lock();
    try {
      S response = responses.newMessage();
      builder.build(requests.decode(body), response);
      int size = responses.size(response);
      ByteBuffer out = frame(true, size);
      responses.encode(response, out);
      return out.flip();
    } catch (ServiceException | WireFormatException e) {
      return refusal(e.getMessage());
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "service " + name + " failed", e);
      return refusal(String.valueOf(e.getMessage()));
    } finally {
      building.unlock();
    }
  }

  // One byte says whether it went well; then, as everywhere, a length and that many bytes.
  private static ByteBuffer frame(boolean ok, int size) {
    return ByteBuffer.allocate(1 + Integer.BYTES + size)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) (ok ? 1 : 0))
        .putInt(size);
  }

  private static ByteBuffer refusal(String words) {
    byte[] text = words.getBytes(StandardCharsets.UTF_8);
    int size = Math.min(MAX_ERROR_BYTES, text.length);
    return frame(false, size).put(text, 0, size).flip();
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // It is gone already.
    }
  }

  @Override
  public GraphName getName() {
    return name;
  }

  @Override
  public long getRequests() {
    return answered.sum();
  }

  @Override
  public String service() {
    return name.toString();
  }

  @Override
  public ServiceType type() {
    return type;
  }

  @Override
  public long[] counts() {
    return new long[] {answered.sum(), received_bytes.sum(), sent_bytes.sum()};
  }

  @Override
  public void shutdown() {
    onShutdown.accept(this);
    close();
  }

  @Override
  public void close() {
    List<SocketChannel> open;
    synchronized (clients) {
      closed = true;
      open = new ArrayList<>(clients);
      clients.clear();
    }
    open.forEach(ProvidedService::close);
  }
}
