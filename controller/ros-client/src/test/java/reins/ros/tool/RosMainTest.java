package reins.ros.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.ros.master.Master;
import reins.ros.message.DynamicMessage;
import reins.ros.node.ConnectedNode;
import reins.ros.node.NodeConfiguration;
import reins.ros.topic.Publisher;

class RosMainTest {
  private Master master;
  private ConnectedNode node;

  @BeforeEach
  void start() {
    master = Master.start("localhost", 0);
    node = ConnectedNode.start(NodeConfiguration.newPrivate(master.uri()).setNodeName("robot"));
  }

  @AfterEach
  void stop() {
    node.close();
    master.close();
  }

  private String run(int code, String... arguments) {
    StringWriter out = new StringWriter();
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--master";
    all[arguments.length + 1] = master.uri().toString();
    assertEquals(code, RosMain.run(new PrintWriter(out, true), all), out::toString);
    return out.toString();
  }

  @Test
  void shouldShowTopicsNodesAndServices() {
    Publisher<DynamicMessage> greeting = node.newPublisher("greeting", "std_msgs/String");
    greeting.setLatchMode(true);
    greeting.publish(greeting.newMessage().set("data", "hello"));
    String topics = run(0, "topic", "list");
    assertTrue(topics.contains("/greeting [std_msgs/String] 1 publishers, 0 subscribers"), topics);
    assertEquals("data: \"hello\"\n---\n", run(0, "topic", "echo", "/greeting", "-n", "1"));
    assertTrue(run(0, "node", "list").contains("/robot\n"));
    String about = run(0, "node", "info", "/robot");
    assertTrue(about.contains("publishes /greeting [std_msgs/String]"), about);
    assertTrue(run(0, "service", "list").contains("/robot/get_loggers /robot"));
  }

  @Test
  void shouldGenerateClassesWithWhatTheyContain(@TempDir Path folder) throws IOException {
    String said =
        run(0, "generate", "std_srvs/SetBool", "std_msgs/Header", "--out", folder.toString());
    assertTrue(said.contains("4 classes"), said);
    String header = Files.readString(folder.resolve("std_msgs/Header.java"));
    assertTrue(header.contains("void setFrameId(java.lang.String value);"), header);
    assertTrue(Files.exists(folder.resolve("std_srvs/SetBoolResponse.java")));
    run(2, "generate", "std_msgs/Absent", "--out", folder.toString());
  }

  @Test
  void shouldSetGetAndDeleteParameters() {
    run(0, "param", "set", "/gains", "{p: 1.5, names: [a, 'b c'], on: true}");
    assertEquals(1.5, node.getParameterTree().get("/gains/p", null));
    assertEquals(List.of("a", "b c"), node.getParameterTree().get("/gains/names", null));
    assertEquals("true\n", run(0, "param", "get", "/gains/on"));
    assertTrue(run(0, "param", "list").contains("/gains/names\n"));
    run(0, "param", "delete", "/gains");
    run(1, "param", "get", "/gains");
  }

  @Test
  void shouldCallServicesWhoseTypeItAsksFor() {
    node.newServiceServer(
        "enable",
        "std_srvs/SetBool",
        (request, response) -> response.set("success", request.get("data")));
    String answer = run(0, "service", "call", "/enable", "{data: true}");
    assertEquals("success: true\nmessage: \"\"\n", answer);
    run(1, "service", "call", "/none");
  }

  @Test
  void shouldRecordAndPlay(@TempDir Path folder) throws InterruptedException {
    Publisher<DynamicMessage> counter = node.newPublisher("counter", "std_msgs/Int32");
    Thread publishing = Thread.ofVirtual().start(() -> count(counter));
    Path bag = folder.resolve("a.bag");
    String recorded = run(0, "bag", "record", "-O", bag.toString(), "--seconds", "1", "/counter");
    publishing.interrupt();
    publishing.join();
    assertTrue(recorded.contains(", 0 dropped, 0 lost"), recorded);
    String about = run(0, "bag", "info", bag.toString());
    assertTrue(
        about.contains("/counter  std_msgs/Int32 (da5909fbe378aeaf85e547e830cc1bb7)"), about);
    AtomicInteger heard = new AtomicInteger();
    node.newSubscriber("counter", "std_msgs/Int32")
        .addMessageListener(m -> heard.incrementAndGet(), 1000);
    counter.shutdown();
    run(0, "bag", "play", "-r", "20", bag.toString());
    int count = Integer.parseInt(recorded.split(" ")[0]);
    assertTrue(count > 10, recorded);
    reins.ros.Eventually.eventuallyEquals(count, heard::get);
  }

  @Test
  void shouldRecordEveryTopic(@TempDir Path folder) {
    for (String topic : List.of("first", "second")) {
      Publisher<DynamicMessage> publisher = node.newPublisher(topic, "std_msgs/String");
      publisher.setLatchMode(true);
      publisher.publish(publisher.newMessage().set("data", topic));
    }
    Path bag = folder.resolve("all.bag");
    run(0, "bag", "record", "-a", "-O", bag.toString(), "--seconds", "2");
    String about = run(0, "bag", "info", bag.toString());
    assertTrue(about.contains("1  /first  std_msgs/String"), about);
    assertTrue(about.contains("1  /second  std_msgs/String"), about);
    run(2, "bag", "record", "-O", bag.toString());
    run(2, "bag", "record", "-a", "-O", bag.toString(), "/first");
  }

  private static void count(Publisher<DynamicMessage> counter) {
    try {
      for (int i = 0; ; i++) {
        counter.publish(counter.newMessage().set("data", i));
        Thread.sleep(10);
      }
    } catch (InterruptedException e) {
      // The recording is over.
    }
  }

  @Test
  void shouldReadWhatPeopleType() {
    assertEquals(
        Map.of("a", 1, "b", List.of(-2.5, "x y"), "c", Map.of()),
        FlowText.parse(" {a: 1, \"b\": [-2.5, x y], c: {}} "));
    assertEquals("1.2.3", FlowText.parse("1.2.3"));
    assertEquals(3_000_000_000L, FlowText.parse("3000000000"));
    for (String bad : List.of("{a", "[1, 2", "{a: 1}}", "'open"))
      assertThrows(IllegalArgumentException.class, () -> FlowText.parse(bad), bad);
    assertThrows(IllegalArgumentException.class, () -> FlowText.parse("[".repeat(100)));
  }
}
