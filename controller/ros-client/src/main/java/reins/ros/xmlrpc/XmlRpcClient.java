package reins.ros.xmlrpc;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls the master and other nodes, one connection for each call, as their servers expect.
 *
 * <p>Threads: any; {@link #call} waits for the answer, so never from a network thread or a
 * real-time one.
 */
public final class XmlRpcClient implements AutoCloseable {
  private static final int MAX_REPLY_BYTES = 16 << 20;
  private static final int DEFAULT_PORT = 80;

  private final EventLoopGroup network;
  private final int timeout_ms;

  public XmlRpcClient(String name, int timeout_ms) {
    this.network =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
    this.timeout_ms = timeout_ms;
  }

  /**
   * The value that {@code method} of {@code server} returns.
   *
   * <p>Errors: {@link IOException} when there is no answer in time; {@link XmlRpcFault} when the
   * answer is a refusal.
   */
  public Object call(URI server, String method, Object... parameters) throws IOException {
    String body = XmlRpcWriter.call(method, List.of(parameters));
    CompletableFuture<String> reply = new CompletableFuture<>();
    ChannelFuture connection = connect(server, body, reply);
    try {
      return XmlRpcReader.readReply(reply.get(timeout_ms, TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      throw new IOException(server + " " + method + ": " + e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new IOException(server + " " + method + ": no answer in " + timeout_ms + " ms", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(server + " " + method + ": interrupted", e);
    } finally {
      connection.channel().close();
    }
  }

  /** Calls a ROS API method and reads its triple. */
  public RosReply callRos(URI server, String method, Object... parameters) throws IOException {
    return RosReply.of(call(server, method, parameters));
  }

  private ChannelFuture connect(URI server, String body, CompletableFuture<String> reply)
      throws IOException {
    if (server.getHost() == null) throw new IOException(server + ": expected http://HOST:PORT/");
    try {
      ChannelFuture connection =
          bootstrap(reply)
              .connect(server.getHost(), server.getPort() < 0 ? DEFAULT_PORT : server.getPort());
      connection.addListener(
          connected -> {
            if (connected.isSuccess()) connection.channel().writeAndFlush(request(server, body));
            else reply.completeExceptionally(connected.cause());
          });
      return connection;
    } catch (IllegalStateException closed) {
      throw new IOException(server + ": this client is closed", closed);
    }
  }

  private Bootstrap bootstrap(CompletableFuture<String> reply) {
    return new Bootstrap()
        .group(network)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeout_ms)
        .option(ChannelOption.TCP_NODELAY, true)
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel
                    .pipeline()
                    .addLast(new HttpClientCodec())
                    .addLast(new HttpObjectAggregator(MAX_REPLY_BYTES))
                    .addLast(new Reply(reply));
              }
            });
  }

  private static FullHttpRequest request(URI server, String body) {
    String path =
        server.getRawPath() == null || server.getRawPath().isEmpty()
            ? "/RPC2"
            : server.getRawPath();
    FullHttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1,
            HttpMethod.POST,
            path,
            Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
    request
        .headers()
        .set(HttpHeaderNames.HOST, server.getRawAuthority())
        .set(HttpHeaderNames.USER_AGENT, "reins")
        .set(HttpHeaderNames.CONTENT_TYPE, "text/xml")
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
        .setInt(HttpHeaderNames.CONTENT_LENGTH, request.content().readableBytes());
    return request;
  }

  private static final class Reply extends SimpleChannelInboundHandler<FullHttpResponse> {
    private final CompletableFuture<String> reply;

    Reply(CompletableFuture<String> reply) {
      this.reply = reply;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
      if (response.status().equals(HttpResponseStatus.OK))
        reply.complete(response.content().toString(StandardCharsets.UTF_8));
      else reply.completeExceptionally(new IOException("HTTP " + response.status()));
      context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      reply.completeExceptionally(new IOException("closed before it answered"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      reply.completeExceptionally(cause);
      context.close();
    }
  }

  /** Ends the network thread; calls under way fail. */
  @Override
  public void close() {
    network.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
