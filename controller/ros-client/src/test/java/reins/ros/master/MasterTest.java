package reins.ros.master;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reins.ros.xmlrpc.RosReply;
import reins.ros.xmlrpc.XmlRpcClient;
import reins.ros.xmlrpc.XmlRpcServer;

class MasterTest {
  private final Master master = Master.start("localhost", 0);
  private final XmlRpcClient client = new XmlRpcClient("test", 5000);
  private final BlockingQueue<List<Object>> told = new LinkedBlockingQueue<>();
  private final XmlRpcServer slave =
      new XmlRpcServer(
          "slave",
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
          1 << 16,
          (method, parameters) -> {
            told.add(List.of(method, parameters));
            return RosReply.success("", 0).toList();
          });
  private final String api = slave.uri("localhost").toString();

  @AfterEach
  void close() {
    client.close();
    slave.close();
    master.close();
  }

  private RosReply call(String method, Object... parameters) throws IOException {
    return client.callRos(master.uri(), method, parameters);
  }

  private Object value(String method, Object... parameters) throws IOException {
    RosReply reply = call(method, parameters);
    assertEquals(1, reply.code(), reply.status());
    return reply.value();
  }

  private void shouldBeTold(String method, Object... parameters) throws InterruptedException {
    assertEquals(List.of(method, List.of(parameters)), told.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void shouldBringPublishersAndSubscribersTogether() throws Exception {
    assertEquals(List.of(), value("registerSubscriber", "/ears", "talk", "*", api));
    assertEquals(
        List.of(api),
        value("registerPublisher", "/mouth", "/talk", "std_msgs/String", "http://localhost:1/"));
    shouldBeTold("publisherUpdate", "/master", "/talk", List.of("http://localhost:1/"));
    assertEquals(
        List.of("http://localhost:1/"),
        value("registerSubscriber", "/ears", "/talk", "std_msgs/String", api));
    assertEquals(
        List.of(List.of("/talk", "std_msgs/String")), value("getPublishedTopics", "/x", ""));
    assertEquals(List.of(), value("getPublishedTopics", "/x", "/elsewhere"));
    assertEquals(List.of(List.of("/talk", "std_msgs/String")), value("getTopicTypes", "/x"));
    assertEquals(
        List.of(
            List.of(List.of("/talk", List.of("/mouth"))),
            List.of(List.of("/talk", List.of("/ears"))),
            List.of()),
        value("getSystemState", "/x"));
    assertEquals(
        0,
        value("unregisterPublisher", "/mouth", "/talk", "http://localhost:2/"),
        "another node's address");
    assertEquals(1, value("unregisterPublisher", "/mouth", "/talk", "http://localhost:1/"));
    shouldBeTold("publisherUpdate", "/master", "/talk", List.of());
    assertEquals(1, value("unregisterSubscriber", "/ears", "/talk", api));
    assertEquals(List.of(List.of(), List.of(), List.of()), value("getSystemState", "/x"));
    assertEquals(-1, call("lookupNode", "/x", "/ears").code());
  }

  @Test
  void shouldFindNodesAndServices() throws IOException {
    assertEquals(-1, call("lookupNode", "/x", "/arm").code());
    assertEquals(-1, call("lookupService", "/x", "/reset").code());
    value("registerService", "/arm", "/reset", "rosrpc://localhost:5", api);
    assertEquals("rosrpc://localhost:5", value("lookupService", "/x", "/reset"));
    assertEquals(api, value("lookupNode", "/x", "/arm"));
    assertEquals(1, value("unregisterService", "/arm", "/reset", "rosrpc://localhost:5"));
    assertEquals(-1, call("lookupService", "/x", "/reset").code());
  }

  @Test
  void shouldStopTheOlderNodeOfAName() throws Exception {
    value("registerPublisher", "/arm", "/joints", "sensor_msgs/JointState", api);
    value("registerPublisher", "/arm", "/pose", "geometry_msgs/PoseStamped", "http://localhost:1/");
    shouldBeTold("shutdown", "/master", "a new node registered with the name /arm");
    assertEquals("http://localhost:1/", value("lookupNode", "/x", "/arm"));
    assertEquals(
        List.of(List.of("/pose", List.of("/arm"))),
        ((List<?>) value("getSystemState", "/x")).getFirst());
  }

  @Test
  void shouldKeepParametersAsATree() throws IOException {
    value("setParam", "/lab/arm", "~gains", Map.of("stiff", 100.5, "names", List.of("a", "b")));
    value("setParam", "/lab/arm", "rate", 1000);
    assertEquals(100.5, value("getParam", "/x", "/lab/arm/gains/stiff"));
    assertEquals(
        Map.of(
            "arm",
            Map.of("gains", Map.of("stiff", 100.5, "names", List.of("a", "b"))),
            "rate",
            1000),
        value("getParam", "/x", "/lab"));
    assertEquals(true, value("hasParam", "/x", "/lab/rate"));
    assertEquals(false, value("hasParam", "/x", "/rate"));
    assertEquals("/lab/rate", value("searchParam", "/lab/arm/deep", "rate"));
    assertEquals("/lab/arm/gains/none", value("searchParam", "/lab/arm/deep", "gains/none"));
    assertEquals(-1, call("searchParam", "/x", "gains").code());
    assertEquals(
        java.util.Set.of("/lab/arm/gains/stiff", "/lab/arm/gains/names", "/lab/rate"),
        java.util.Set.copyOf((List<?>) value("getParamNames", "/x")));
    value("deleteParam", "/x", "/lab/arm/gains/stiff");
    assertEquals(-1, call("getParam", "/x", "/lab/arm/gains/stiff").code());
    assertEquals(-1, call("deleteParam", "/x", "/lab/none").code());
  }

  @Test
  void shouldTellOfChangedParameters() throws Exception {
    assertEquals(Map.of(), value("subscribeParam", "/arm", api, "/gains"));
    value("setParam", "/x", "/gains", Map.of("stiff", 1));
    shouldBeTold("paramUpdate", "/master", "/gains/", Map.of("stiff", 1));
    value("setParam", "/x", "/gains/stiff", 2);
    shouldBeTold("paramUpdate", "/master", "/gains/stiff/", 2);
    value("setParam", "/x", "/gainsaid", 3);
    value("deleteParam", "/x", "/gains");
    shouldBeTold("paramUpdate", "/master", "/gains/", Map.of());
    assertEquals(1, value("unsubscribeParam", "/arm", api, "/gains"));
    value("setParam", "/x", "/gains", 4);
    assertEquals(null, told.poll(50, TimeUnit.MILLISECONDS));
  }

  @Test
  void shouldAnswerForItselfAndRefuseNonsense() throws IOException {
    assertEquals(master.uri().toString(), value("getUri", "/x"));
    assertEquals((int) ProcessHandle.current().pid(), value("getPid", "/x"));
    assertTrue(
        assertThrows(RuntimeException.class, () -> call("noSuchCall", "/x"))
            .getMessage()
            .contains("no method noSuchCall"));
    assertEquals(-1, call("registerPublisher", "/x", "/topic").code());
    assertEquals(-1, call("registerPublisher", "/x", "not a name", "t", api).code());
    assertEquals(-1, call("setParam", "/x", "/", 1).code());
    assertEquals(-1, call("getPid", 7).code());
  }
}
