package reins.ros.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static reins.ros.Eventually.eventually;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.ros.bag.BagReader;
import reins.ros.bag.BagWriter;
import reins.ros.bench.Peers;
import reins.ros.master.Master;
import reins.ros.message.DynamicMessage;
import reins.ros.message.MessageType;
import reins.ros.message.RawMessage;
import reins.ros.message.RosTime;
import reins.ros.node.ConnectedNode;
import reins.ros.node.NodeConfiguration;
import reins.ros.service.RemoteException;
import reins.ros.service.ServiceClient;
import reins.ros.service.ServiceException;
import reins.ros.topic.Publisher;

/** Services, images, parameters and bags with rospy and with roscpp, the latter compiled here. */
class ServiceInteropTest {
  @TempDir static Path shared;
  private static Path roscpp;

  @TempDir Path folder;
  private Ros ros;
  private Master master;
  private ConnectedNode node;

  @BeforeAll
  static void compile() throws IOException, InterruptedException {
    Ros.require();
    Ros.requireHeaders();
    roscpp = new Peers(shared).compile();
  }

  @BeforeEach
  void open() {
    ros = new Ros(folder);
    master = Master.start("localhost", 0);
    node = ConnectedNode.start(NodeConfiguration.newPrivate(master.uri()).setNodeName("reins"));
  }

  @AfterEach
  void close() throws InterruptedException {
    ros.stop();
    node.close();
    master.close();
  }

  private Process cpp(String... role) {
    List<String> all = new ArrayList<>(List.of(roscpp.toString()));
    all.addAll(List.of(role));
    return ros.startProgram(master.uri(), all);
  }

  private void provide() {
    node.newServiceServer(
        "ours",
        "std_srvs/SetBool",
        (request, response) -> {
          if (!request.getBool("data")) throw new ServiceException("not now");
          response.set("success", true).set("message", "reins");
        });
  }

  private ServiceClient<DynamicMessage, DynamicMessage> client(String service) {
    eventually(service + " is provided", () -> node.lookupServiceUri(service) != null);
    return node.newServiceClient(service, "std_srvs/SetBool");
  }

  @Test
  void shouldAnswerRospy() {
    provide();
    for (String[] how : new String[][] {{"/ours"}, {"/ours", "persistent"}}) {
      Process caller = ros.script(master.uri(), "call.py", how);
      eventually("refused", () -> ros.output(caller).contains("refused"));
      String said = ros.output(caller);
      assertTrue(said.startsWith("answered reins\nanswered reins\nanswered reins\n"), said);
      assertTrue(said.contains("not now"), said);
    }
  }

  @Test
  void shouldCallRospy() {
    ros.script(master.uri(), "serve.py", "/theirs");
    ServiceClient<DynamicMessage, DynamicMessage> client = client("/theirs");
    for (int i = 0; i < 20; i++)
      assertEquals(
          "rospy", client.call(client.newMessage().set("data", true)).getString("message"));
    String refusal =
        assertThrows(RemoteException.class, () -> client.call(client.newMessage())).getMessage();
    assertTrue(refusal.contains("not now"), refusal);
  }

  @Test
  void shouldAnswerRoscpp() {
    provide();
    for (String[] how : new String[][] {{"call", "/ours"}, {"call", "/ours", "persistent"}}) {
      Process caller = cpp(how);
      eventually("called", () -> called(caller).size() >= 3);
      assertEquals("called 1 1 reins", called(caller).getFirst());
      assertTrue(called(caller).get(1).startsWith("called 0"), "refused");
    }
  }

  private List<String> called(Process caller) {
    return ros.output(caller).lines().filter(line -> line.startsWith("called")).toList();
  }

  @Test
  void shouldCallRoscpp() {
    cpp("serve");
    ServiceClient<DynamicMessage, DynamicMessage> client = client("/cpp_service");
    for (int i = 0; i < 20; i++) {
      DynamicMessage answer = client.call(client.newMessage().set("data", i % 2 == 0));
      assertEquals("roscpp", answer.getString("message"));
      assertEquals(i % 2 == 0, answer.getBool("success"));
    }
  }

  /** 640x480 at 30 Hz to roscpp, which acknowledges each with its size; none may be lost. */
  @Test
  void shouldSendImagesToRoscpp() throws InterruptedException {
    AtomicInteger whole = new AtomicInteger();
    node.newSubscriber("ack", "std_msgs/UInt32")
        .addMessageListener(
            ack -> {
              if (ack.getLong("data") == 640 * 480 * 3) whole.incrementAndGet();
            },
            100);
    Publisher<DynamicMessage> camera = node.newPublisher("image", "sensor_msgs/Image");
    cpp("sink");
    eventually("roscpp subscribed", camera::hasSubscribers);
    DynamicMessage image =
        camera
            .newMessage()
            .set("width", 640)
            .set("height", 480)
            .set("step", 1920)
            .set("encoding", "rgb8")
            .set("data", new byte[640 * 480 * 3]);
    // Our subscriber to its acknowledgements may be the later one.
    eventually(
        "acknowledged",
        () -> {
          camera.publish(image);
          pause();
          return whole.get() > 0;
        });
    Thread.sleep(300);
    whole.set(0);
    for (int i = 0; i < 60; i++) {
      camera.publish(image);
      pause();
    }
    eventually("all arrived", () -> whole.get() == 60);
    assertEquals(0, camera.getDroppedMessages());
  }

  private static void pause() {
    try {
      Thread.sleep(33);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void shouldTakeImagesFromRoscpp() {
    Publisher<DynamicMessage> acks = node.newPublisher("ack", "std_msgs/UInt32");
    AtomicInteger whole = new AtomicInteger();
    node.newSubscriber("image", "sensor_msgs/Image")
        .addMessageListener(
            image -> {
              if (image.getBytes("data").length == 640 * 480 * 3
                  && image.getBytes("data")[921_599] == 7) whole.incrementAndGet();
              acks.publish(acks.newMessage());
            },
            8);
    cpp("source", "0", "200");
    eventually("200 images", () -> whole.get() == 200);
  }

  @Test
  void shouldReadRosbagsAndBeReadByRosbag() throws IOException, InterruptedException {
    Path theirs = folder.resolve("theirs.bag");
    ros.script(master.uri(), "bag.py", "write", theirs.toString()).waitFor();
    List<String> seen = new ArrayList<>();
    Path ours = folder.resolve("ours.bag");
    try (BagReader reader = new BagReader(theirs);
        BagWriter writer = new BagWriter(ours)) {
      reader.forEach(
          (topic, time, message) -> {
            seen.add(topic + " " + time.secs() + " " + message.decode());
            writer.write(topic, message, time);
          });
    }
    assertEquals(2000, seen.size());
    assertEquals("/words 1000 {data: word 999}", seen.getLast());
    Process reading = ros.script(master.uri(), "bag.py", "read", ours.toString());
    reading.waitFor();
    List<String> read = ros.output(reading).lines().toList();
    assertEquals(2000, read.size(), () -> ros.output(reading));
    assertEquals("/words 1000 5 data: \"word 999\"", read.getLast());
    String about = ros.run(master.uri(), "/usr/bin/rosbag", "info", ours.toString());
    assertTrue(about.contains("messages:    2000"), about);
    assertTrue(about.contains("geometry_msgs/PoseStamped"), about);
  }

  @Test
  void shouldLatchForRospyAndReadTheParametersItSets() {
    Publisher<DynamicMessage> words = node.newPublisher("words", "std_msgs/String");
    words.setLatchMode(true);
    words.publish(words.newMessage().set("data", "kept"));
    Process listener = ros.script(master.uri(), "listen.py", "/words", "std_msgs/String", "m.data");
    eventually("heard", () -> ros.output(listener).contains("heard kept"));
    try {
      ros.run(master.uri(), "/usr/bin/rosparam", "set", "/gains", "{p: 1.5, names: [a, b]}");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    assertEquals(1.5, node.getParameterTree().getDouble("/gains/p", 0));
    assertEquals(List.of("a", "b"), node.getParameterTree().getList("/gains/names", List.of()));
  }

  @Test
  void shouldShowRospysTypesWithoutKnowingThem() {
    ros.script(master.uri(), "talk.py", "/joint_states");
    List<DynamicMessage> seen = java.util.Collections.synchronizedList(new ArrayList<>());
    node.newSubscriber("/joint_states", MessageType.ANY.name()).addMessageListener(seen::add);
    eventually("heard", () -> !seen.isEmpty());
    assertEquals(List.of("j1", "j2"), seen.getFirst().getStrings("name"));
    assertTrue(
        new RawMessage(seen.getFirst().type(), new byte[0])
            .type()
            .name()
            .equals("sensor_msgs/JointState"));
    assertTrue(
        seen.getFirst().getMessage("header").getTime("stamp").toNanos()
            > new RosTime(0, 0).toNanos());
  }
}
