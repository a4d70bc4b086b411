package reins.ros.node;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import reins.ros.hot.Float64ArrayCodec;
import reins.ros.hot.HotPublisher;
import reins.ros.hot.HotSubscriber;
import reins.ros.master.Master;
import reins.ros.message.DynamicMessage;
import reins.ros.service.ServiceClient;
import reins.ros.topic.Publisher;

/**
 * Everything at once for some minutes, a line of figures for each; ends with 0 when messages still
 * arrive at the end and neither threads nor memory have grown since the first minute.
 */
final class Soak {
  private static final int MAX_MORE_THREADS = 8;
  private static final long MAX_MORE_RSS_MB = 64;

  private final AtomicLong images = new AtomicLong();
  private long calls;
  private HotSubscriber<double[]> seen;
  private Publisher<DynamicMessage> camera;

  private Soak() {}

  public static void main(String[] arguments) throws Exception {
    System.exit(new Soak().run(Long.parseLong(arguments[0])) ? 0 : 1);
  }

  private boolean run(long minutes) throws Exception {
    try (Master master = Master.start("localhost", 0);
        ConnectedNode robot = node(master, "robot");
        ConnectedNode desk = node(master, "desk")) {
      robot.newServiceServer("ping", "std_srvs/Trigger", (request, response) -> {});
      desk.newSubscriber("camera", "sensor_msgs/Image")
          .addMessageListener(image -> images.incrementAndGet(), 2);
      camera = robot.newPublisher("camera", "sensor_msgs/Image");
      HotPublisher<double[]> states = robot.newHotPublisher("states", new Float64ArrayCodec(14));
      seen = desk.newHotSubscriber("states", new Float64ArrayCodec(14));
      double[] state = states.newMessage();
      DynamicMessage image = camera.newMessage().set("data", new byte[640 * 480 * 3]);
      long rss_MB = 0;
      int threads = 0;
      long minute_ns = System.nanoTime();
      for (long i = 0, minute = 0; minute < minutes; i++) {
        states.publish(state);
        if (i % 33 == 0) camera.publish(image);
        if (i % 100 == 0) {
          comeAndGo(master, i);
          hostile(robot);
        }
        if (i % 10 == 0) call(desk);
        if (System.nanoTime() - minute_ns >= 60_000_000_000L) {
          minute_ns += 60_000_000_000L;
          report(++minute);
          if (minute == 1) {
            rss_MB = rss_MB();
            threads = threads();
          }
        }
        Thread.sleep(1);
      }
      return alive(image)
          && threads() <= threads + MAX_MORE_THREADS
          && rss_MB() <= rss_MB + MAX_MORE_RSS_MB;
    }
  }

  private boolean alive(DynamicMessage image) throws InterruptedException {
    long before = images.get();
    camera.publish(image);
    Thread.sleep(2000);
    return images.get() > before && seen.received() > 0 && calls > 0;
  }

  private void call(ConnectedNode desk) {
    try (ServiceClient<DynamicMessage, DynamicMessage> client =
        desk.newServiceClient("ping", "std_srvs/Trigger")) {
      client.call(client.newMessage());
      calls++;
    }
  }

  private void report(long minute) throws IOException {
    Runtime jvm = Runtime.getRuntime();
    System.out.printf(
        java.util.Locale.ROOT,
        "soak: minute %d: %d states, %d images (%d dropped), %d calls; heap %d of %d MB, RSS %d MB, %d threads%n",
        minute,
        seen.received(),
        images.get(),
        camera.getDroppedMessages(),
        calls,
        (jvm.totalMemory() - jvm.freeMemory()) >> 20,
        jvm.maxMemory() >> 20,
        rss_MB(),
        threads());
  }

  private static int threads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }

  private static long rss_MB() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status")))
      if (line.startsWith("VmRSS:")) return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
    throw new IOException("/proc/self/status has no VmRSS");
  }

  private static ConnectedNode node(Master master, String name) {
    return ConnectedNode.start(NodeConfiguration.newPrivate(master.uri()).setNodeName(name));
  }

  private static void comeAndGo(Master master, long i) {
    try (ConnectedNode visitor = node(master, "visitor" + i)) {
      visitor.newSubscriber("camera", "*");
      visitor.getParameterTree().set("~round", (int) (i % 1000));
      visitor.getParameterTree().delete("~");
      visitor.getLog().debug("here and gone");
    }
  }

  private static void hostile(ConnectedNode node) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.getUri().getPort())) {
      socket
          .getOutputStream()
          .write("POST / HTTP/1.1\r\nContent-Length: 999999999\r\n\r\n".getBytes());
    }
  }
}
