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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import reins.ros.bag.BagReader;
import reins.ros.hot.Float64ArrayCodec;
import reins.ros.hot.HotPublisher;
import reins.ros.hot.HotSubscriber;
import reins.ros.hot.JointState;
import reins.ros.hot.JointStateCodec;
import reins.ros.message.DynamicMessage;
import reins.ros.node.ConnectedNode;
import reins.ros.node.Log;
import reins.ros.node.NodeConfiguration;
import reins.ros.topic.Publisher;

/** Our node and our master as ROS's own tools see them. */
@Tag("system")
@ParameterizedClass(name = "master {0}")
@EnumSource(MasterKind.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ToolInteropTest {
  private static final String ROSOUT = "/usr/lib/rosout/rosout";

  @TempDir static Path folder;
  @Parameter MasterKind kind;
  private Ros ros;
  private MasterKind.Running running;
  private URI master;

  @BeforeAll
  static void requireRos() {
    Ros.require();
  }

  @BeforeParameterizedClassInvocation
  void open() throws IOException {
    ros = new Ros(Files.createDirectories(folder.resolve(kind.name())));
    running = kind.start(ros);
    master = running.uri();
  }

  @AfterParameterizedClassInvocation
  void close() throws InterruptedException {
    running.close();
    ros.close();
  }

  private static ConnectedNode node(String name, URI master) {
    return ConnectedNode.start(NodeConfiguration.newPrivate(master).setNodeName(name));
  }

  @Test
  void shouldBeSeenAndHeardByRostopicAndRosnode() throws InterruptedException {
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

      String type = "std_msgs/Float64MultiArray";
      String data = "{data: [1.5, -2.5]}";
      ros.run(master, "/usr/bin/rostopic", "pub", "-1", "/torques", type, data);
      eventually("rostopic's torques", torques::poll);
      assertEquals("[1.5, -2.5]", Arrays.toString(torques.value()));
      publishing.interrupt();
      publishing.join();
    }
    String after = ros.run(master, "/usr/bin/rosnode", "list");
    assertTrue(!after.contains("/reins"), "our node unregistered when it ended: " + after);
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
  void shouldShareParametersWithRosparam() throws InterruptedException {
    try (ConnectedNode node = node("reins", master)) {
      ros.run(master, "/usr/bin/rosparam", "set", "/gains", "{p: 1.5, names: [a, b]}");
      assertEquals(1.5, node.getParameterTree().getDouble("/gains/p", 0));
      assertEquals(List.of("a", "b"), node.getParameterTree().getList("/gains/names", List.of()));
      node.getParameterTree().set("/gains/i", 0.25);
      String shown = ros.run(master, "/usr/bin/rosparam", "get", "/gains");
      assertEquals("i: 0.25\nnames:\n- a\n- b\np: 1.5", shown.strip());
    }
  }

  @Test
  void shouldBeRecordedAndPlayedByRosbag() throws IOException, InterruptedException {
    Path bag = folder.resolve(kind + ".bag");
    Sample sample = Sample.JOINTS;
    List<String> sent = new ArrayList<>();
    List<String> played = new CopyOnWriteArrayList<>();
    try (ConnectedNode node = node("reins", master)) {
      Publisher<DynamicMessage> publisher = node.newPublisher("joints", sample.type);
      Process recorder =
          ros.start(
              master, "/usr/bin/rosbag", "record", "-O", bag.toString(), "-l", "10", "/joints");
      eventually("rosbag subscribed", publisher::hasSubscribers);
      for (int i = 1; i <= 10; i++) {
        DynamicMessage message = publisher.newMessage();
        sample.fill(message, i);
        sent.add(sample.describe(message));
        publisher.publish(message);
      }
      assertTrue(recorder.waitFor(60, TimeUnit.SECONDS), () -> ros.output(recorder));
      publisher.shutdown();
      List<String> recorded = new ArrayList<>();
      try (BagReader reader = new BagReader(bag)) {
        reader.forEach((topic, time, message) -> recorded.add(sample.describe(message.decode())));
      }
      assertEquals(sent, recorded);

      node.newSubscriber("joints", sample.type)
          .addMessageListener(message -> played.add(sample.describe(message)));
      ros.run(master, "/usr/bin/rosbag", "play", "--wait-for-subscribers", bag.toString());
      eventually("all played", () -> played.size() == sent.size());
      assertEquals(sent, played);
    }
  }

  /** rosout takes /rosout from everyone and sends it on as /rosout_agg; roscore brings its own. */
  @Test
  void shouldLogThroughRosout() {
    try (ConnectedNode node = node("reins", master)) {
      if (kind == MasterKind.OURS) ros.start(master, ROSOUT);
      List<DynamicMessage> aggregated = new CopyOnWriteArrayList<>();
      node.newSubscriber("/rosout_agg", "rosgraph_msgs/Log").addMessageListener(aggregated::add);
      StackTraceElement here = Thread.currentThread().getStackTrace()[1];
      // rosout connects to us and we to it in no certain order; words before that are lost.
      eventually(
          "rosout sends our words on",
          () -> {
            node.getLog().publish(Log.Level.WARN, "test", "from Java", here);
            return aggregated.stream().anyMatch(log -> log.getString("msg").equals("from Java"));
          });
      DynamicMessage log =
          aggregated.stream()
              .filter(each -> each.getString("msg").equals("from Java"))
              .findFirst()
              .get();
      assertEquals(4, log.getLong("level"));
      assertEquals("/reins", log.getString("name"));
    }
  }
}
