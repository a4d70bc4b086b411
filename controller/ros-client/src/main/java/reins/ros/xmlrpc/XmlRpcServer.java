package reins.ros.xmlrpc;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * An HTTP server that answers XML-RPC calls: the master's and each node's own.
 *
 * <p>A body over the limit is refused with 413. At most {@link #MAX_CONNECTIONS} are open; one more
 * closes the oldest, so that peers who connect and say nothing cannot lock others out.
 *
 * <p>Threads: one network thread, on which the handler runs.
 */
public final class XmlRpcServer implements AutoCloseable {
  public static final int MAX_CONNECTIONS = 256;
  private static final int MAX_REQUEST_LINE_BYTES = 4096;
  private static final int MAX_HEADER_BYTES = 8192;
  private static final int CHUNK_BYTES = 8192;

  private final EventLoopGroup network;
  private final Channel listener;
  private final Set<Channel> connections = new LinkedHashSet<>();
  private final int maxBody_bytes;
  private final XmlRpcHandler handler;

  /**
   * Starts listening.
   *
   * @param address where to listen; port 0 takes a free one
   *     <p>Errors: {@link IllegalStateException} names an address that cannot be listened on.
   */
  public XmlRpcServer(
      String name, InetSocketAddress address, int maxBody_bytes, XmlRpcHandler handler) {
    this.maxBody_bytes = maxBody_bytes;
    this.handler = handler;
    this.network =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
    var bound =
        new ServerBootstrap()
            .group(network)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    prepare(channel);
                  }
                })
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      network.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      throw new IllegalStateException(
          name + " cannot listen on " + address + ": " + bound.cause().getMessage(), bound.cause());
    }
    this.listener = bound.channel();
  }

  /** The port it listens on. */
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /** Where peers reach it, under the host name they are to use. */
  public URI uri(String host) {
    return URI.create("http://" + host + ":" + port() + "/");
  }

  private void prepare(SocketChannel channel) {
    admit(channel);
    channel
        .pipeline()
        .addLast(new HttpServerCodec(MAX_REQUEST_LINE_BYTES, MAX_HEADER_BYTES, CHUNK_BYTES))
        .addLast(new HttpObjectAggregator(maxBody_bytes, true))
        .addLast(new Calls());
  }

  private void admit(Channel channel) {
    Channel oldest = null;
    synchronized (connections) {
      connections.add(channel);
      if (connections.size() > MAX_CONNECTIONS) {
        Iterator<Channel> eldest = connections.iterator();
        oldest = eldest.next();
        eldest.remove();
      }
    }
    if (oldest != null) oldest.close();
    channel.closeFuture().addListener(closed -> forget(channel));
  }

  private void forget(Channel channel) {
    synchronized (connections) {
      connections.remove(channel);
    }
  }

  private final class Calls extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      boolean keepAlive = HttpUtil.isKeepAlive(request);
      FullHttpResponse response =
          request.decoderResult().isFailure()
              ? response(HttpResponseStatus.BAD_REQUEST, "malformed HTTP")
              : request.method().equals(HttpMethod.POST)
                  ? response(
                      HttpResponseStatus.OK,
                      answer(request.content().toString(StandardCharsets.UTF_8)))
                  : response(HttpResponseStatus.METHOD_NOT_ALLOWED, "XML-RPC is called by POST");
      HttpUtil.setKeepAlive(response, keepAlive);
      var written = context.writeAndFlush(response);
      if (!keepAlive) written.addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }

  private String answer(String body) {
    try {
      XmlRpcReader.Call call = XmlRpcReader.readCall(body);
      return XmlRpcWriter.reply(handler.call(call.method(), call.parameters()));
    } catch (RuntimeException e) {
      return XmlRpcWriter.fault(1, String.valueOf(e.getMessage()));
    }
  }

  private static FullHttpResponse response(HttpResponseStatus status, String body) {
    ByteBuf content = Unpooled.copiedBuffer(body, StandardCharsets.UTF_8);
    FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "text/xml")
        .setInt(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes());
    return response;
  }

  /** Stops listening, closes every connection and ends the network thread. */
  @Override
  public void close() {
    listener.close().awaitUninterruptibly();
    List<Channel> open;
    synchronized (connections) {
      open = List.copyOf(connections);
    }
    // Ending the network thread alone leaves some of them open, and peers that wait on them never
    // learn.
    for (Channel channel : open) channel.close().awaitUninterruptibly();
    network.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
