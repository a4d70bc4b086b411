package reins.ros.service;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import reins.ros.tcpros.ConnectionHeader;

/**
 * One connection to a service's provider.
 *
 * <p>Threads: one at a time; {@link #close} from any.
 */
public final class ServiceConnection implements AutoCloseable {
  private static final int MAX_RESPONSE_BYTES = 64 << 20;
  private static final int CONNECT_MS = 3000;

  private final SocketChannel channel;
  private final Socket socket;
  private final ConnectionHeader provider;

  /**
   * Connects and exchanges headers.
   *
   * @param provider a rosrpc address as the master gives it
   * @param timeout_ms the longest wait for each answer
   *     <p>Errors: {@link IOException} when the provider cannot be reached or refuses, in its
   *     words.
   */
  public ServiceConnection(URI provider, ConnectionHeader header, int timeout_ms)
      throws IOException {
    if (provider.getHost() == null || provider.getPort() < 0)
      throw new IOException(provider + ": expected rosrpc://HOST:PORT");
    channel = SocketChannel.open();
    socket = channel.socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      socket.connect(new InetSocketAddress(provider.getHost(), provider.getPort()), CONNECT_MS);
      socket.setSoTimeout(timeout_ms);
      socket.getOutputStream().write(header.encode().array());
      this.provider =
          ConnectionHeader.decode(ByteBuffer.wrap(bytes(length(ConnectionHeader.MAX_BYTES))));
      if (this.provider.has("error")) throw new IOException(this.provider.get("error"));
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** Asks a provider who it is and what it answers, and calls nothing. */
  public static ConnectionHeader probe(URI provider, String service, String node, int timeout_ms)
      throws IOException {
    ConnectionHeader header =
        new ConnectionHeader()
            .put("callerid", node)
            .put("service", service)
            .put("md5sum", ConnectionHeader.ANY)
            .put("probe", true);
    try (ServiceConnection connection = new ServiceConnection(provider, header, timeout_ms)) {
      return connection.provider;
    }
  }

  /** What the provider said of itself. */
  public ConnectionHeader provider() {
    return provider;
  }

  /** Whether the provider has left, or sends what nobody asked for. */
  boolean isStale() {
    try {
      channel.configureBlocking(false);
      boolean silent = channel.read(ByteBuffer.allocate(1)) == 0;
      channel.configureBlocking(true);
      return !silent;
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * Sends a request and returns the answer's bytes.
   *
   * <p>Errors: {@link RemoteException} when the provider says no; {@link IOException} when it says
   * nothing.
   */
  ByteBuffer call(ByteBuffer frame) throws IOException {
    socket.getOutputStream().write(frame.array(), 0, frame.limit());
    int ok = socket.getInputStream().read();
    if (ok < 0) throw new EOFException("the provider closed the connection");
    byte[] body = bytes(length(MAX_RESPONSE_BYTES));
    if (ok == 0) throw new RemoteException(new String(body, StandardCharsets.UTF_8));
    return ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
  }

  private int length(int most) throws IOException {
    int length = ByteBuffer.wrap(bytes(Integer.BYTES)).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (length < 0 || length > most)
      throw new IOException("an answer of " + length + " bytes, at most " + most + " taken");
    return length;
  }

  // Memory is taken as bytes arrive, not as a length claims.
  private byte[] bytes(int count) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] read = in.readNBytes(count);
    if (read.length < count) throw new EOFException("the provider closed the connection");
    return read;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone already.
    }
  }
}
