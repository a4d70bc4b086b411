package reins.ros.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static reins.ros.Eventually.eventually;
import static reins.ros.Eventually.eventuallyEquals;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reins.ros.master.Master;
import reins.ros.message.DynamicMessage;
import reins.ros.message.RosTime;
import reins.ros.service.RemoteException;
import reins.ros.service.ServiceClient;
import reins.ros.topic.Publisher;
import reins.ros.topic.Subscriber;
import reins.ros.xmlrpc.XmlRpcClient;

/** What every node does beside its own topics: its log, its clock, its loops, its statistics. */
class NodeLifeTest {
  private Master master;
  private ConnectedNode node;
  private ConnectedNode tool;

  @BeforeEach
  void start() {
    master = Master.start("localhost", 0);
    node = node("robot");
    tool = ConnectedNode.start(configuration("tool").setRosout(false));
  }

  @AfterEach
  void stop() {
    tool.close();
    node.close();
    master.close();
  }

  private NodeConfiguration configuration(String name) {
    return NodeConfiguration.newPrivate(master.uri()).setNodeName(name);
  }

  private ConnectedNode node(String name) {
    return ConnectedNode.start(configuration(name));
  }

  @Test
  void shouldLogToRosoutAtTheLevelThatToolsSet() throws InterruptedException {
    BlockingQueue<DynamicMessage> heard = new LinkedBlockingQueue<>();
    tool.newSubscriber("/rosout", "rosgraph_msgs/Log").addMessageListener(heard::add);
    node.getLog().warn("hot");
    DynamicMessage log = heard.poll(20, TimeUnit.SECONDS);
    assertEquals("hot", log.getString("msg"), "latched, so that later subscribers hear the last");
    assertEquals(4, log.getLong("level"));
    assertEquals("/robot", log.getString("name"));
    assertEquals("NodeLifeTest.java", log.getString("file"));
    assertEquals(List.of("/rosout"), log.getStrings("topics"));

    ServiceClient<DynamicMessage, DynamicMessage> setLevel =
        tool.newServiceClient("/robot/set_logger_level", "roscpp/SetLoggerLevel");
    setLevel.call(setLevel.newMessage().set("logger", "ros").set("level", "error"));
    node.getLog().warn("unheard");
    node.getLog().error("heard");
    assertEquals("heard", heard.poll(20, TimeUnit.SECONDS).getString("msg"));
    assertThrows(
        RemoteException.class,
        () -> setLevel.call(setLevel.newMessage().set("logger", "ros").set("level", "loud")));

    ServiceClient<DynamicMessage, DynamicMessage> loggers =
        tool.newServiceClient("/robot/get_loggers", "roscpp/GetLoggers");
    DynamicMessage root = loggers.call(loggers.newMessage()).getMessages("loggers").getFirst();
    assertEquals("ros error", root.getString("name") + " " + root.getString("level"));
  }

  @Test
  void shouldTakeSimulatedTime() {
    tool.getParameterTree().set("/use_sim_time", true);
    try (ConnectedNode simulated = node("simulated")) {
      assertEquals(RosTime.ZERO, simulated.getCurrentTime());
      Publisher<DynamicMessage> clock = tool.newPublisher("/clock", "rosgraph_msgs/Clock");
      clock.setLatchMode(true);
      clock.publish(clock.newMessage().set("clock", new RosTime(12, 34)));
      eventuallyEquals(new RosTime(12, 34), simulated::getCurrentTime);
    }
  }

  @Test
  void shouldHearTopicsOfAnyType() throws InterruptedException {
    BlockingQueue<DynamicMessage> heard = new LinkedBlockingQueue<>();
    Subscriber<DynamicMessage> any = tool.newSubscriber("pose", "*");
    any.addMessageListener(heard::add);
    Publisher<DynamicMessage> publisher = node.newPublisher("pose", "geometry_msgs/PoseStamped");
    eventually("connected", publisher::hasSubscribers);
    DynamicMessage message = publisher.newMessage();
    message.getMessage("pose").getMessage("position").set("z", 0.25);
    publisher.publish(message);
    DynamicMessage back = heard.poll(20, TimeUnit.SECONDS);
    assertEquals(message, back);
    assertEquals("geometry_msgs/PoseStamped", any.getTopicMessageType());
  }

  @Test
  void shouldRunLoopsUntilTheNodeEnds() {
    AtomicInteger rounds = new AtomicInteger();
    CancellableLoop loop =
        new CancellableLoop() {
          @Override
          protected void loop() throws InterruptedException {
            rounds.incrementAndGet();
            Thread.sleep(1);
          }
        };
    node.executeCancellableLoop(loop);
    eventually("rounds", () -> rounds.get() > 3);
    node.shutdown();
    eventually("cancelled", () -> !loop.isRunning());
  }

  @Test
  void shouldHearOfParametersFromEachNewMaster() throws InterruptedException {
    BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    node.getParameterTree().addParameterListener("gain", heard::add);
    tool.getParameterTree().set("gain", 2.5);
    assertEquals(2.5, heard.poll(20, TimeUnit.SECONDS));
    assertEquals(2.5, node.getParameterTree().getDouble("gain", 0));
    int port = master.uri().getPort();
    master.close();
    master = Master.start("localhost", port);
    eventually(
        "told again",
        () -> {
          try {
            tool.getParameterTree().set("gain", 3);
            return Integer.valueOf(3).equals(heard.poll(50, TimeUnit.MILLISECONDS));
          } catch (InterruptedException | java.io.UncheckedIOException e) {
            return false;
          }
        });
  }

  @Test
  void shouldCountHonestly() throws Exception {
    node.newServiceServer("ping", "std_srvs/Empty", (request, response) -> {});
    ServiceClient<DynamicMessage, DynamicMessage> client =
        tool.newServiceClient("ping", "std_srvs/Empty");
    for (int i = 0; i < 3; i++) client.call(client.newMessage());
    tool.newSubscriber("chat", "std_msgs/String");
    Publisher<DynamicMessage> chat = node.newPublisher("chat", "std_msgs/String");
    eventually("connected", chat::hasSubscribers);
    for (int i = 0; i < 5; i++) chat.publish(chat.newMessage().set("data", "12345678"));
    try (XmlRpcClient calls = new XmlRpcClient("test", 3000)) {
      List<?> stats = (List<?>) calls.callRos(node.getUri(), "getBusStats", "/test").value();
      assertEquals(List.of(3, 12, 15), stats.get(2), "requests, bytes received, bytes sent");
      String published = stats.get(0).toString();
      assertTrue(published.contains("[/chat, 80, [["), published);
      assertTrue(published.contains(", 80, 5, true]]"), published);
      String connections = calls.callRos(node.getUri(), "getBusInfo", "/test").value().toString();
      assertTrue(connections.contains("/tool, o, TCPROS, /chat, true]"), connections);
    }
  }
}
