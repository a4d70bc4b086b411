package reins.ros.service;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import reins.ros.message.MessageCodec;
import reins.ros.message.ServiceType;
import reins.ros.message.WireFormatException;
import reins.ros.name.GraphName;
import reins.ros.tcpros.ConnectionHeader;

/** A service's client. */
public final class CalledService<T, S> implements ServiceClient<T, S> {
  private static final int MAX_WAITING = 64;

  /** Asks the master who provides a service. */
  @FunctionalInterface
  public interface Lookup {
    URI provider(String service) throws IOException;
  }

  private final GraphName name;
  private final ServiceType type;
  private final MessageCodec<T> requests;
  private final MessageCodec<S> responses;
  private final String node;
  private final Lookup lookup;
  private final int timeout_ms;
  private final ThreadPoolExecutor caller;
  private volatile ServiceConnection connection;
  private volatile boolean closed;

  /**
   * Connects.
   *
   * <p>Errors: {@link ServiceNotFoundException}.
   */
  public CalledService(
      GraphName name,
      ServiceType type,
      MessageCodec<T> requests,
      MessageCodec<S> responses,
      String node,
      Lookup lookup,
      int timeout_ms) {
    this.name = name;
    this.type = type;
    this.requests = requests;
    this.responses = responses;
    this.node = node;
    this.lookup = lookup;
    this.timeout_ms = timeout_ms;
    connected();
    caller =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            Thread.ofVirtual().name("ros-call " + name).factory());
  }

  private synchronized ServiceConnection connected() {
    if (closed) throw new IllegalStateException("service " + name + ": the client is shut down");
    if (connection != null && !connection.isStale()) return connection;
    disconnect();
    ConnectionHeader header =
        new ConnectionHeader()
            .put("callerid", node)
            .put("service", name.toString())
            .put("type", type.name())
            .put("md5sum", type.md5())
            .put("persistent", true);
    try {
      connection = new ServiceConnection(lookup.provider(name.toString()), header, timeout_ms);
      return connection;
    } catch (IOException | RuntimeException e) {
      throw new ServiceNotFoundException("service " + name + ": " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized S call(T request) {
    int size = requests.size(request);
    ByteBuffer frame =
        ByteBuffer.allocate(Integer.BYTES + size).order(ByteOrder.LITTLE_ENDIAN).putInt(size);
    requests.encode(request, frame);
    frame.flip();
    try {
      return responses.decode(connected().call(frame));
    } catch (IOException | WireFormatException e) {
      // Never asked again by itself: the provider may have done what it was asked before it was
      // lost.
      disconnect();
      throw new RemoteException("service " + name + ": " + e.getMessage(), e);
    }
  }

  private void disconnect() {
    ServiceConnection lost = connection;
    connection = null;
    if (lost != null) lost.close();
  }

  @Override
  public void call(T request, ServiceResponseListener<S> listener) {
    try {
      caller.execute(() -> tell(request, listener));
    } catch (RejectedExecutionException e) {
      listener.onFailure(new RemoteException("service " + name + ": too many calls wait", e));
    }
  }

  private void tell(T request, ServiceResponseListener<S> listener) {
    S response;
    try {
      response = call(request);
    } catch (RemoteException e) {
      listener.onFailure(e);
      return;
    } catch (RuntimeException e) {
      listener.onFailure(new RemoteException(e.getMessage(), e));
      return;
    }
    listener.onSuccess(response);
  }

  @Override
  public GraphName getName() {
    return name;
  }

  @Override
  public T newMessage() {
    return requests.newMessage();
  }

  @Override
  public boolean isConnected() {
    return connection != null;
  }

  @Override
  public void shutdown() {
    closed = true;
    caller.shutdownNow();
    disconnect();
  }
}
