package reins.ros.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static reins.ros.Eventually.eventually;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.ros.hot.Float64ArrayCodec;
import reins.ros.hot.HotPublisher;
import reins.ros.hot.HotSubscriber;
import reins.ros.hot.JointState;
import reins.ros.hot.JointStateCodec;
import reins.ros.master.Master;
import reins.ros.message.DynamicMessage;
import reins.ros.message.MessageCatalog;
import reins.ros.node.ConnectedNode;
import reins.ros.node.NodeConfiguration;
import reins.ros.topic.Publisher;
import reins.ros.xmlrpc.XmlRpcClient;

/**
 * The wire against Debian's ROS: its master with our nodes, our master with rospy's and roscpp's.
 */
class RosInteropTest {
  private static final String ROSOUT = "/usr/lib/rosout/rosout";

  @TempDir Path folder;
  private Ros ros;

  @BeforeAll
  static void requireRos() {
    Ros.require();
  }

  @BeforeEach
  void open() {
    ros = new Ros(folder);
  }

  @AfterEach
  void close() throws InterruptedException {
    ros.stop();
  }

  private static ConnectedNode node(String name, URI master) {
    return ConnectedNode.start(NodeConfiguration.newPrivate(master).setNodeName(name));
  }

  @Test
  void shouldServeRostopicUnderTheRealRoscore() throws InterruptedException {
    int port = Ros.freePort();
    URI master = URI.create("http://localhost:" + port + "/");
    Process roscore = ros.start(master, "/usr/bin/roscore", "-p", Integer.toString(port));
    eventually("roscore is up", () -> ros.output(roscore).contains("started core service"));
    try (ConnectedNode node = node("reins", master)) {
      HotPublisher<JointState> joints =
          node.newHotPublisher("joint_states", new JointStateCodec("base", List.of("j1", "j2")));
      Publisher<DynamicMessage> greeting = node.newPublisher("greeting", "std_msgs/String");
      greeting.setLatchMode(true);
      greeting.publish(greeting.newMessage().set("data", "hello <&> ä"));
      HotSubscriber<double[]> torques = node.newHotSubscriber("torques", new Float64ArrayCodec(2));
      Thread publishing = Thread.ofVirtual().start(() -> publishForever(joints));

      String topics = ros.run(master, "/usr/bin/rostopic", "list", "-v");
      assertTrue(topics.contains("/joint_states [sensor_msgs/JointState] 1 publisher"), topics);
      assertTrue(topics.contains("/torques [std_msgs/Float64MultiArray] 1 subscriber"), topics);
      String greeted = ros.run(master, "/usr/bin/rostopic", "echo", "-n", "1", "/greeting");
      assertTrue(greeted.contains("hello <&>"), greeted);
      String echoed = ros.run(master, "/usr/bin/rostopic", "echo", "-n", "1", "/joint_states");
      assertTrue(
          echoed.contains("position: [0.25, -0.25]") && echoed.contains("frame_id: \"base\""),
          echoed);
      String info = ros.run(master, "/usr/bin/rosnode", "info", "/reins");
      assertTrue(info.contains("* /joint_states [sensor_msgs/JointState]"), info);
      assertTrue(info.contains("Pid: " + ProcessHandle.current().pid()), info);

      ros.run(
          master,
          "/usr/bin/rostopic",
          "pub",
          "-1",
          "/torques",
          "std_msgs/Float64MultiArray",
          "{data: [1.5, -2.5]}");
      eventually("rostopic's torques", torques::poll);
      assertEquals("[1.5, -2.5]", Arrays.toString(torques.value()));
      publishing.interrupt();
      publishing.join();
    }
    String after = ros.run(master, "/usr/bin/rosnode", "list");
    assertEquals("/rosout", after.strip(), "our node unregistered when it ended");
  }

  private static void publishForever(HotPublisher<JointState> joints) {
    JointState state = joints.newMessage();
    state.position[0] = 0.25;
    state.position[1] = -0.25;
    try {
      while (true) {
        joints.publish(state);
        Thread.sleep(5);
      }
    } catch (InterruptedException e) {
      // The test is over.
    }
  }

  @Test
  void shouldRegisterAgainWithARestartedRosmaster() throws InterruptedException {
    int port = Ros.freePort();
    URI master = URI.create("http://localhost:" + port + "/");
    String[] rosmaster = {"/usr/bin/rosmaster", "--core", "-p", Integer.toString(port)};
    Process first = ros.start(master, rosmaster);
    try (ConnectedNode node = node("reins", master)) {
      node.newPublisher("greeting", "std_msgs/String");
      assertTrue(ros.run(master, "/usr/bin/rostopic", "list").contains("/greeting"));
      first.destroy();
      assertTrue(first.waitFor(20, TimeUnit.SECONDS));
      ros.start(master, rosmaster);
      try (XmlRpcClient client = new XmlRpcClient("test", 3000)) {
        eventually("known again", () -> known(client, master));
      }
    }
  }

  private static boolean known(XmlRpcClient client, URI master) {
    try {
      return client.callRos(master, "lookupNode", "/test", "/reins").isSuccess();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void shouldServeRospyAsMaster() throws InterruptedException {
    try (Master master = Master.start("localhost", 0);
        ConnectedNode node = node("reins", master.uri())) {
      node.getParameterTree().set("/py_talker/rate", 200);
      Process listener =
          ros.script(
              master.uri(), "listen.py", "/joint_states", "sensor_msgs/JointState", "m.position");
      Process talker = ros.script(master.uri(), "talk.py", "/joint_states");
      eventually(
          "rospy hears rospy through our master",
          () -> ros.output(listener).contains("heard (0.5, -0.5)"));

      HotSubscriber<JointState> joints =
          node.newHotSubscriber("joint_states", new JointStateCodec("base", List.of("j1", "j2")));
      eventually("we hear rospy", () -> joints.received() > 100);
      assertTrue(joints.poll());
      assertEquals("[0.5, -0.5] [1.0, 2.0] [NaN, NaN]", text(joints.value()));
      assertEquals(0, joints.rejected());

      talker.destroy();
      assertTrue(talker.waitFor(20, TimeUnit.SECONDS));
      Publisher<DynamicMessage> ours = node.newPublisher("joint_states", "sensor_msgs/JointState");
      eventually(
          "rospy, beside our own subscriber, found our publisher",
          () -> ours.getNumberOfSubscribers() == 2);
      ours.publish(ours.newMessage().set("position", new double[] {7, 8, 9}));
      eventually("rospy hears us", () -> ros.output(listener).contains("heard (7.0, 8.0, 9.0)"));
      String names = ros.run(master.uri(), "/usr/bin/rosnode", "list");
      assertEquals(
          "/py_listener\n/reins", names.strip(), "the talker unregistered from our master");
      assertEquals(
          "200", ros.run(master.uri(), "/usr/bin/rosparam", "get", "/py_talker/rate").strip());
    }
  }

  private static String text(JointState state) {
    return Arrays.toString(state.position)
        + " "
        + Arrays.toString(state.velocity)
        + " "
        + Arrays.toString(state.effort);
  }

  /** rosout is a roscpp node: it takes /rosout and sends it on as /rosout_agg. */
  @Test
  void shouldServeRoscppAsMaster() throws InterruptedException {
    try (Master master = Master.start("localhost", 0);
        ConnectedNode node =
            ConnectedNode.start(
                NodeConfiguration.newPrivate(master.uri()).setNodeName("reins").setRosout(false))) {
      Publisher<DynamicMessage> log = node.newPublisher("/rosout", "rosgraph_msgs/Log");
      LinkedBlockingQueue<DynamicMessage> aggregated = new LinkedBlockingQueue<>();
      node.newSubscriber("/rosout_agg", "rosgraph_msgs/Log").addMessageListener(aggregated::add);
      ros.start(master.uri(), ROSOUT);
      eventually("roscpp subscribed", log::hasSubscribers);
      DynamicMessage message =
          log.newMessage()
              .set("level", 4)
              .set("msg", "from Java")
              .set("topics", List.of("/rosout"));
      // roscpp advertises and subscribes in its own order; a message before we are connected is
      // lost.
      DynamicMessage back = null;
      for (int i = 0; i < 100 && back == null; i++) {
        log.publish(message);
        back = aggregated.poll(200, TimeUnit.MILLISECONDS);
      }
      assertEquals("from Java", back.getString("msg"));
      assertEquals(4, back.getLong("level"));
      assertEquals(List.of("/rosout"), back.getStrings("topics"));
    }
  }

  @Test
  void shouldHaveTheSumsOfEveryDefinitionThatDebianHas() throws InterruptedException, IOException {
    List<String> ours = new ArrayList<>();
    for (String kind : List.of("msg", "srv"))
      for (String name : shipped(kind))
        ours.add(
            name
                + " "
                + (kind.equals("msg")
                    ? MessageCatalog.standard().get(name).md5()
                    : MessageCatalog.standard().getService(name).md5()));
    String[] names = ours.stream().map(line -> line.split(" ")[0]).toArray(String[]::new);
    Process sums = ros.script(URI.create("http://localhost:1/"), "sums.py", names);
    assertTrue(sums.waitFor(60, TimeUnit.SECONDS));
    assertEquals(String.join("\n", ours), ros.output(sums).strip());
    assertTrue(ours.size() > 130, ours.size() + " types compared");
  }

  /** Those of packages that this machine has generated classes of. */
  private static List<String> shipped(String kind) throws IOException {
    Path root = Path.of("src/main/resources/reins/ros", kind);
    Path python = Path.of("/usr/lib/python3/dist-packages");
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString().replace("." + kind, ""))
          .filter(
              name ->
                  Files.isRegularFile(python.resolve(name.replace("/", "/" + kind + "/_") + ".py")))
          .sorted()
          .toList();
    }
  }
}
