package reins.ros.bench;

import com.sun.management.ThreadMXBean;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import reins.ros.hot.Float64ArrayCodec;
import reins.ros.hot.HotPublisher;
import reins.ros.hot.HotSubscriber;
import reins.ros.hot.ImageCodec;
import reins.ros.message.DynamicMessage;
import reins.ros.node.ConnectedNode;
import reins.ros.node.NodeConfiguration;
import reins.ros.topic.Publisher;
import reins.ros.topic.Subscriber;

/** This client's processes of the benchmark, one for each role. */
public final class RosBenchPeer {
  private static final int DOUBLES = 14;
  private static final int FRAME_BYTES = 128;
  private static final long PERIOD_NS = 1_000_000;
  private static final int WINDOW = 4;
  private static final int IMAGE_BYTES = 640 * 480 * 3;
  private static final int SECOND_AT = IMAGE_BYTES - 8;
  private static final long ACK_POLL_NS = 20_000;
  private static final long NOT_WHOLE = 0xFFFF_FFFFL;
  private static final VarHandle NUMBER =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int REHEARSAL = 20_000;

  private RosBenchPeer() {}

  public static void main(String[] arguments) throws Exception {
    String role = arguments[0];
    int warm = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0;
    int count = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 0;
    if (role.equals("nio-pong")) nioPong();
    else if (role.equals("nio-ping")) nioPing(Integer.parseInt(arguments[3]), warm, count);
    else
      try (ConnectedNode node = ConnectedNode.start(configuration(role))) {
        switch (role) {
          case "ping" -> ping(node, warm, count);
          case "pong" -> pong(node);
          case "source" -> source(node, warm, count);
          case "sink" -> sink(node);
          case "hot_sink" -> hotSink(node);
          default -> throw new IllegalArgumentException("unknown role " + role);
        }
      }
    System.exit(0);
  }

  private static NodeConfiguration configuration(String role) {
    return NodeConfiguration.newPrivate(URI.create(System.getenv("ROS_MASTER_URI")))
        .setNodeName("reins_" + role);
  }

  private static void ping(ConnectedNode node, int warm, int count) throws InterruptedException {
    Float64ArrayCodec codec = new Float64ArrayCodec(DOUBLES);
    PingLoop loop = new PingLoop(warm, count);
    HotSubscriber<double[]> in = node.newHotSubscriber("pong", codec, loop);
    HotPublisher<double[]> out = node.newHotPublisher("ping", codec);
    while (out.subscriberCount() == 0 || in.publisherCount() == 0) Thread.sleep(10);
    Thread.sleep(500);
    double[] message = out.newMessage();
    loop.rehearse(out, message, REHEARSAL);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    System.out.println(loop.samples().result(loop.run(out, message, threads)));
  }

  private static void pong(ConnectedNode node) throws InterruptedException {
    Float64ArrayCodec codec = new Float64ArrayCodec(DOUBLES);
    HotPublisher<double[]> out = node.newHotPublisher("pong", codec);
    node.newHotSubscriber("ping", codec, (message, arrival_ns) -> out.publish(message));
    Thread.sleep(Long.MAX_VALUE);
  }

  private static void source(ConnectedNode node, int warm, int count) throws InterruptedException {
    AtomicInteger acked = new AtomicInteger();
    Subscriber<DynamicMessage> in = node.newSubscriber("ack", "std_msgs/UInt32");
    in.addMessageListener(
        ack -> {
          if (ack.getLong("data") != NOT_WHOLE) acked.incrementAndGet();
        },
        100);
    Publisher<DynamicMessage> out = node.newPublisher("image", "sensor_msgs/Image");
    while (!out.hasSubscribers() || in.getNumberOfPublishers() == 0) Thread.sleep(10);
    Thread.sleep(500);
    byte[] pixels = new byte[IMAGE_BYTES];
    DynamicMessage image =
        out.newMessage()
            .set("width", 640)
            .set("height", 480)
            .set("step", 1920)
            .set("encoding", "rgb8")
            .set("data", pixels);
    long start_ns = 0;
    for (int i = 0; i < warm + count; i++) {
      if (i == warm) start_ns = System.nanoTime();
      while (i - acked.get() >= WINDOW) LockSupport.parkNanos(ACK_POLL_NS);
      NUMBER.set(pixels, 0, i);
      NUMBER.set(pixels, SECOND_AT, i);
      out.publish(image);
    }
    while (acked.get() < warm + count) LockSupport.parkNanos(ACK_POLL_NS);
    double span_us = (System.nanoTime() - start_ns) * 1e-3;
    System.out.printf(
        java.util.Locale.ROOT,
        "RESULT throughput_MB_s=%.3f%n",
        (double) count * pixels.length / span_us);
  }

  private static void sink(ConnectedNode node) throws InterruptedException {
    Publisher<DynamicMessage> out = node.newPublisher("ack", "std_msgs/UInt32");
    node.newSubscriber("image", "sensor_msgs/Image")
        .addMessageListener(image -> acknowledge(out, image.getBytes("data")), 8);
    Thread.sleep(Long.MAX_VALUE);
  }

  private static void hotSink(ConnectedNode node) throws InterruptedException {
    Publisher<DynamicMessage> out = node.newPublisher("ack", "std_msgs/UInt32");
    node.newHotSubscriber(
        "image",
        new ImageCodec(640, 480, "rgb8", 3, ""),
        (image, arrival_ns) -> acknowledge(out, image.pixels));
    Thread.sleep(Long.MAX_VALUE);
  }

  // Answers with an image's size where both ends carry its number; the source waits for no other.
  private static void acknowledge(Publisher<DynamicMessage> out, byte[] pixels) {
    int number = (int) NUMBER.get(pixels, 0);
    boolean whole = pixels.length == IMAGE_BYTES && number == (int) NUMBER.get(pixels, SECOND_AT);
    out.publish(out.newMessage().set("data", whole ? pixels.length : NOT_WHOLE));
  }

  private static void nioPong() throws Exception {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      System.out.println("PORT " + server.socket().getLocalPort());
      try (SocketChannel channel = server.accept()) {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        ByteBuffer buffer = ByteBuffer.allocateDirect(FRAME_BYTES);
        while (exchange(channel, buffer, false)) exchange(channel, buffer, true);
      }
    }
  }

  private static void nioPing(int port, int warm, int count) throws Exception {
    Samples samples = new Samples(count);
    try (SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      ByteBuffer buffer = ByteBuffer.allocateDirect(FRAME_BYTES);
      long next_ns = System.nanoTime();
      for (int i = 0; i < warm + count; i++) {
        next_ns += PERIOD_NS;
        PingLoop.sleepUntil(next_ns);
        long sent_ns = System.nanoTime();
        buffer.clear();
        exchange(channel, buffer, true);
        exchange(channel, buffer, false);
        samples.record(i - warm, System.nanoTime() - sent_ns);
      }
    }
    System.out.println(samples.result(0));
  }

  private static boolean exchange(SocketChannel channel, ByteBuffer buffer, boolean write)
      throws Exception {
    buffer.clear();
    while (buffer.hasRemaining())
      if ((write ? channel.write(buffer) : channel.read(buffer)) < 0) return false;
    return true;
  }
}
