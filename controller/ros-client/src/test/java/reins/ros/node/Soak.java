package reins.ros.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;
import reins.ros.hot.Float64ArrayCodec;
import reins.ros.hot.HotPublisher;
import reins.ros.hot.HotSubscriber;
import reins.ros.master.Master;
import reins.ros.message.DynamicMessage;
import reins.ros.service.ServiceClient;
import reins.ros.topic.Publisher;

/** Everything at once for some minutes; ends with 0 when messages still arrive at the end. */
final class Soak {
  private Soak() {}

  public static void main(String[] arguments) throws Exception {
    long end_ns = System.nanoTime() + Long.parseLong(arguments[0]) * 60_000_000_000L;
    AtomicLong images = new AtomicLong();
    long calls = 0;
    try (Master master = Master.start("localhost", 0);
        ConnectedNode robot = node(master, "robot");
        ConnectedNode desk = node(master, "desk")) {
      robot.newServiceServer("ping", "std_srvs/Trigger", (request, response) -> {});
      desk.newSubscriber("camera", "sensor_msgs/Image")
          .addMessageListener(image -> images.incrementAndGet(), 2);
      Publisher<DynamicMessage> camera = robot.newPublisher("camera", "sensor_msgs/Image");
      HotPublisher<double[]> states = robot.newHotPublisher("states", new Float64ArrayCodec(14));
      HotSubscriber<double[]> seen = desk.newHotSubscriber("states", new Float64ArrayCodec(14));
      double[] state = states.newMessage();
      DynamicMessage image = camera.newMessage().set("data", new byte[640 * 480 * 3]);
      for (long i = 0; System.nanoTime() < end_ns; i++) {
        states.publish(state);
        if (i % 33 == 0) camera.publish(image);
        if (i % 100 == 0) {
          comeAndGo(master, i);
          hostile(robot);
        }
        if (i % 10 == 0)
          try (ServiceClient<DynamicMessage, DynamicMessage> client =
              desk.newServiceClient("ping", "std_srvs/Trigger")) {
            client.call(client.newMessage());
            calls++;
          }
        if (i % 10_000 == 0) System.out.println("soak: round " + i + ", " + images + " images");
        Thread.sleep(1);
      }
      long before = images.get();
      camera.publish(image);
      Thread.sleep(2000);
      boolean alive = images.get() > before && seen.received() > 0 && calls > 0;
      System.out.println(
          "soak: " + images + " images, " + seen.received() + " states, " + calls + " calls");
      System.exit(alive ? 0 : 1);
    }
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
