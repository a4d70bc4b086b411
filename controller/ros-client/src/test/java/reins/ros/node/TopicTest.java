package reins.ros.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static reins.ros.Eventually.eventually;
import static reins.ros.Eventually.eventuallyEquals;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reins.ros.master.Master;
import reins.ros.message.DynamicMessage;
import reins.ros.name.GraphName;
import reins.ros.tcpros.LinkReport;
import reins.ros.topic.Publisher;
import reins.ros.topic.Subscriber;
import reins.ros.topic.TopicSubscriber;
import reins.ros.xmlrpc.RosReply;
import reins.ros.xmlrpc.XmlRpcClient;

class TopicTest {
  private Master master;
  private ConnectedNode talker;
  private ConnectedNode listener;

  @BeforeEach
  void start() {
    master = Master.start("localhost", 0);
    talker = node("talker", master.uri());
    listener = node("listener", master.uri());
  }

  @AfterEach
  void stop() {
    listener.close();
    talker.close();
    master.close();
  }

  private static ConnectedNode node(String name, URI master) {
    return ConnectedNode.start(
        NodeConfiguration.newPrivate(master).setNodeName(name).setRosout(false));
  }

  private static void say(Publisher<DynamicMessage> publisher, String text) {
    publisher.publish(publisher.newMessage().set("data", text));
  }

  private static BlockingQueue<String> hear(Subscriber<DynamicMessage> subscriber) {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    subscriber.addMessageListener(message -> heard.add(message.getString("data")), 100);
    return heard;
  }

  private static void shouldHear(BlockingQueue<String> heard, String text)
      throws InterruptedException {
    assertEquals(text, heard.poll(20, TimeUnit.SECONDS));
  }

  @Test
  void shouldCarryMessagesInOrder() throws InterruptedException {
    BlockingQueue<String> heard = hear(listener.newSubscriber("chat", "std_msgs/String"));
    Publisher<DynamicMessage> publisher = talker.newPublisher("chat", "std_msgs/String");
    eventually("subscriber connected", publisher::hasSubscribers);
    for (int i = 0; i < 50; i++) {
      say(publisher, "message " + i);
      shouldHear(heard, "message " + i);
    }
    assertEquals(0, publisher.getDroppedMessages());
  }

  @Test
  void shouldCarryImages() throws InterruptedException {
    BlockingQueue<DynamicMessage> seen = new LinkedBlockingQueue<>();
    listener.newSubscriber("camera", "sensor_msgs/Image").addMessageListener(seen::add);
    Publisher<DynamicMessage> publisher = talker.newPublisher("camera", "sensor_msgs/Image");
    eventually("connected", publisher::hasSubscribers);
    byte[] pixels = new byte[640 * 480 * 3];
    new java.util.Random(1).nextBytes(pixels);
    DynamicMessage image =
        publisher
            .newMessage()
            .set("height", 480)
            .set("width", 640)
            .set("encoding", "rgb8")
            .set("step", 1920)
            .set("data", pixels);
    for (int i = 0; i < 10; i++) {
      image.getMessage("header").set("seq", i);
      publisher.publish(image);
      assertEquals(image, seen.poll(20, TimeUnit.SECONDS));
    }
  }

  /** A slow subscriber's messages keep their bytes however often the fast one's are used again. */
  @Test
  void shouldNotTearMessagesThatWaitForASlowSubscriber() throws Exception {
    BlockingQueue<DynamicMessage> seen = new LinkedBlockingQueue<>();
    listener.newSubscriber("camera", "std_msgs/UInt8MultiArray").addMessageListener(seen::add);
    Publisher<DynamicMessage> camera = talker.newPublisher("camera", "std_msgs/UInt8MultiArray");
    camera.setLatchMode(true);
    eventually("connected", camera::hasSubscribers);
    int count = 100;
    int bytes = 300_000;
    try (RawPeer slow = RawPeer.subscribe(talker, "/camera", "*")) {
      eventuallyEquals(2, camera::getNumberOfSubscribers);
      for (int i = 1; i <= count; i++) {
        byte[] pixels = new byte[bytes];
        Arrays.fill(pixels, (byte) i);
        camera.publish(camera.newMessage().set("data", pixels));
        assertArrayEquals(pixels, seen.poll(20, TimeUnit.SECONDS).getBytes("data"));
      }
      int received = 0;
      for (int last = 0; last < count; received++) {
        byte[] body = slow.frame();
        assertEquals(12 + bytes, body.length);
        for (int k = 12; k < body.length; k++) assertEquals(body[12], body[k]);
        assertTrue(body[12] > last, "in order");
        last = body[12];
      }
      assertEquals(count, received + camera.getDroppedMessages(), "delivered or counted");
      assertTrue(received < count, "the socket cannot hold them all");
    }
  }

  @Test
  void shouldGiveTheLastMessageToLaterSubscribersOfALatchedTopic() throws InterruptedException {
    Publisher<DynamicMessage> publisher = talker.newPublisher("/chat", "std_msgs/String");
    publisher.setLatchMode(true);
    say(publisher, "old");
    say(publisher, "last");
    Subscriber<DynamicMessage> subscriber = listener.newSubscriber("/chat", "std_msgs/String");
    BlockingQueue<String> heard = hear(subscriber);
    shouldHear(heard, "last");
  }

  /** A node may take its time between subscribing and listening. */
  @Test
  void shouldGiveTheFirstListenerWhatCameBeforeIt() throws InterruptedException {
    Publisher<DynamicMessage> publisher = talker.newPublisher("/chat", "std_msgs/String");
    publisher.setLatchMode(true);
    say(publisher, "latched");
    Subscriber<DynamicMessage> subscriber = listener.newSubscriber("/chat", "std_msgs/String");
    eventuallyEquals(1L, () -> received(subscriber));
    for (int i = 0; i < 20; i++) say(publisher, "m" + i);
    eventuallyEquals(21L, () -> received(subscriber));
    BlockingQueue<String> first = hear(subscriber);
    for (int i = 4; i < 20; i++) shouldHear(first, "m" + i);
    BlockingQueue<String> second = hear(subscriber);
    say(publisher, "now");
    shouldHear(first, "now");
    shouldHear(second, "now");
  }

  private static long received(Subscriber<DynamicMessage> subscriber) {
    return ((TopicSubscriber<?>) subscriber)
        .inbox().links().stream().mapToLong(LinkReport::messages).sum();
  }

  @Test
  void shouldNameBothSumsWhenTypesDiffer() {
    talker.newPublisher("chat", "std_msgs/String");
    Subscriber<DynamicMessage> subscriber = listener.newSubscriber("chat", "std_msgs/Float64");
    eventually("trouble", () -> !subscriber.getLastTrouble().isEmpty());
    String trouble = subscriber.getLastTrouble();
    assertTrue(trouble.contains("std_msgs/String (992ce8a1687cec8c8bd883ec73ca41d1)"), trouble);
    assertTrue(trouble.contains("std_msgs/Float64 (fdb28210bfa9d7c91146260178d9a584)"), trouble);
    assertEquals(0, subscriber.getNumberOfPublishers());
  }

  @Test
  void shouldDropTheOldestForASlowListener() throws InterruptedException {
    Publisher<DynamicMessage> publisher = talker.newPublisher("chat", "std_msgs/String");
    Subscriber<DynamicMessage> subscriber = listener.newSubscriber("chat", "std_msgs/String");
    CountDownLatch go = new CountDownLatch(1);
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    BlockingQueue<String> fast = hear(subscriber);
    subscriber.addMessageListener(
        message -> {
          heard.add(message.getString("data"));
          try {
            go.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        },
        2);
    eventually("connected", publisher::hasSubscribers);
    for (int i = 0; i < 10; i++) {
      say(publisher, "m" + i);
      shouldHear(fast, "m" + i);
      if (i == 0) eventually("the slow listener is busy", () -> heard.size() == 1);
    }
    eventuallyEquals(7L, subscriber::getDroppedMessages);
    go.countDown();
    for (String expected : List.of("m0", "m8", "m9")) shouldHear(heard, expected);
  }

  /** A publisher that counts, as roscpp and rospy do, shows by gaps what never came. */
  @Test
  void shouldCountWhatNeverCame() throws InterruptedException {
    Publisher<DynamicMessage> poses = talker.newPublisher("poses", "geometry_msgs/PoseStamped");
    Subscriber<DynamicMessage> typed = listener.newSubscriber("poses", "geometry_msgs/PoseStamped");
    Subscriber<DynamicMessage> any = listener.newSubscriber("poses", "*");
    eventuallyEquals(2, poses::getNumberOfSubscribers);
    DynamicMessage pose = poses.newMessage();
    // From 10 to 12: 11. From 12 to 20: seven. Back and standing still: nobody counts.
    for (int seq : new int[] {10, 12, 20, 3, 3, 4}) {
      pose.getMessage("header").set("seq", seq);
      poses.publish(pose);
    }
    for (Subscriber<DynamicMessage> subscriber : List.of(typed, any)) {
      eventuallyEquals(6L, () -> received(subscriber));
      assertEquals(8, subscriber.getLostMessages());
    }
    talker.close();
    eventuallyEquals(0, typed::getNumberOfPublishers);
    eventually("the link is gone", () -> received(typed) == 0);
    assertEquals(8, typed.getLostMessages(), "kept when the publisher has gone");
  }

  @Test
  void shouldFindAPublisherThatWasRestarted() throws InterruptedException {
    Subscriber<DynamicMessage> subscriber = listener.newSubscriber("chat", "std_msgs/String");
    BlockingQueue<String> heard = hear(subscriber);
    for (String life : List.of("first", "second")) {
      try (ConnectedNode mortal = node("mortal", master.uri())) {
        Publisher<DynamicMessage> publisher = mortal.newPublisher("chat", "std_msgs/String");
        publisher.setLatchMode(true);
        say(publisher, life);
        shouldHear(heard, life);
      }
      eventuallyEquals(0, subscriber::getNumberOfPublishers);
    }
  }

  @Test
  void shouldRegisterAgainWithARestartedMaster() throws Exception {
    Publisher<DynamicMessage> publisher = talker.newPublisher("chat", "std_msgs/String");
    BlockingQueue<String> heard = hear(listener.newSubscriber("chat", "std_msgs/String"));
    eventually("connected", publisher::hasSubscribers);
    int port = master.uri().getPort();
    master.close();
    say(publisher, "without a master");
    shouldHear(heard, "without a master");
    Publisher<DynamicMessage> orphan = talker.newPublisher("late", "std_msgs/String");
    orphan.setLatchMode(true);
    say(orphan, "late");
    master = Master.start("localhost", port);
    try (XmlRpcClient client = new XmlRpcClient("test", 3000)) {
      eventually(
          "known again",
          () ->
              state(client).contains("[/chat, [/talker]]")
                  && state(client).contains("[/chat, [/listener]]")
                  && state(client).contains("[/late, [/talker]]"));
    }
    say(publisher, "with the next");
    shouldHear(heard, "with the next");
    shouldHear(hear(listener.newSubscriber("late", "std_msgs/String")), "late");
  }

  private String state(XmlRpcClient client) {
    try {
      return client.callRos(master.uri(), "getSystemState", "/test").toString();
    } catch (java.io.IOException e) {
      return "";
    }
  }

  @Test
  void shouldTolerateDeadAddresses() throws Exception {
    try (XmlRpcClient client = new XmlRpcClient("test", 3000)) {
      client.callRos(
          master.uri(),
          "registerPublisher",
          "/dead",
          "/chat",
          "std_msgs/String",
          "http://localhost:1/");
    }
    BlockingQueue<String> heard = hear(listener.newSubscriber("chat", "std_msgs/String"));
    Publisher<DynamicMessage> publisher = talker.newPublisher("chat", "std_msgs/String");
    eventually("connected", publisher::hasSubscribers);
    say(publisher, "alive");
    shouldHear(heard, "alive");
  }

  @Test
  void shouldLeaveNothingBehindWhenItEnds() throws Exception {
    talker.newPublisher("chat", "std_msgs/String");
    listener.newSubscriber("chat", "std_msgs/String");
    listener.newSubscriber("chat", "std_msgs/String").shutdown();
    try (XmlRpcClient client = new XmlRpcClient("test", 3000)) {
      assertTrue(
          state(client).contains("[/chat, [/listener]]"), "the other subscriber is still there");
      talker.close();
      listener.close();
      assertEquals(
          List.of(List.of(), List.of(), List.of()),
          client.callRos(master.uri(), "getSystemState", "/test").value());
    }
  }

  @Test
  void shouldEndWhenANewerNodeTakesItsName() {
    talker.newPublisher("chat", "std_msgs/String");
    try (ConnectedNode newer = node("talker", master.uri())) {
      newer.newPublisher("chat", "std_msgs/String");
      eventually("the older node ends", talker::isShutdown);
    }
  }

  // Unique in the process, so not known beforehand.
  private static Object id(XmlRpcClient client, ConnectedNode node) throws Exception {
    List<?> rows = (List<?>) client.callRos(node.getUri(), "getBusInfo", "/t").value();
    return ((List<?>) rows.getFirst()).getFirst();
  }

  @Test
  void shouldReportItsConnectionsToTools() throws Exception {
    Publisher<DynamicMessage> publisher = talker.newPublisher("chat", "std_msgs/String");
    BlockingQueue<String> heard = hear(listener.newSubscriber("chat", "std_msgs/String"));
    eventually("connected", publisher::hasSubscribers);
    say(publisher, "four");
    shouldHear(heard, "four");
    try (XmlRpcClient client = new XmlRpcClient("test", 3000)) {
      URI api = talker.getUri();
      assertEquals(
          List.of(List.of(id(client, talker), "/listener", "o", "TCPROS", "/chat", true)),
          client.callRos(api, "getBusInfo", "/t").value());
      // 4 bytes of frame length, 4 of string length, 4 of string
      assertEquals(
          List.of(
              List.of(List.of("/chat", 12, List.of(List.of(id(client, talker), 12, 1, true)))),
              List.of(),
              List.of(0, 0, 0)),
          client.callRos(api, "getBusStats", "/t").value());
      assertEquals(
          List.of(List.of("/chat", "std_msgs/String")),
          client.callRos(api, "getPublications", "/t").value());
      assertEquals(
          List.of(
              List.of(
                  id(client, listener), talker.getUri().toString(), "i", "TCPROS", "/chat", true)),
          client.callRos(listener.getUri(), "getBusInfo", "/t").value());
      assertEquals(
          List.of(List.of("/chat", "std_msgs/String")),
          client.callRos(listener.getUri(), "getSubscriptions", "/t").value());
      assertEquals(master.uri().toString(), client.callRos(api, "getMasterUri", "/t").value());
      assertEquals(
          -1,
          client.callRos(api, "requestTopic", "/t", "/none", List.of(List.of("TCPROS"))).code());
      assertEquals(
          0, client.callRos(api, "requestTopic", "/t", "/chat", List.of(List.of("UDPROS"))).code());
      RosReply offer =
          client.callRos(api, "requestTopic", "/t", "/chat", List.of(List.of("TCPROS")));
      assertEquals(List.of("TCPROS", "localhost"), ((List<?>) offer.value()).subList(0, 2));
    }
  }

  @Test
  void shouldReadItsCommandLine() {
    NodeConfiguration configuration =
        NodeConfiguration.of(
                java.util.Map.of("ROS_MASTER_URI", master.uri().toString(), "ROS_NAMESPACE", "lab"),
                "chat:=/gossip",
                "__name:=gossiper",
                "_rate:=50",
                "_who:=me")
            .setNodeName("talker");
    try (ConnectedNode node = ConnectedNode.start(configuration)) {
      assertEquals("/lab/gossiper", node.getName().toString());
      assertEquals(
          "/gossip", node.newPublisher("chat", "std_msgs/String").getTopicName().toString());
      assertEquals(50, node.getParameterTree().get("~rate", null));
      assertEquals("me", talker.getParameterTree().get("/lab/gossiper/who", null));
    }
  }

  @Test
  void shouldHearOfChangedParameters() {
    AtomicReference<Object> gain = new AtomicReference<>("");
    listener.getParameterTree().addParameterListener("gains", gain::set);
    talker.getParameterTree().set("gains/stiff", 3.5);
    eventuallyEquals(java.util.Map.of("stiff", 3.5), gain::get);
    assertTrue(talker.getParameterTree().delete("gains"));
    eventuallyEquals(java.util.Map.of(), gain::get);
  }

  @Test
  void shouldRefuseToPublishATopicTwice() {
    talker.newPublisher("chat", "std_msgs/String");
    assertThrows(IllegalStateException.class, () -> talker.newPublisher("chat", "std_msgs/String"));
  }

  @Test
  void shouldSayThatThereIsNoMaster() {
    URI nobody = URI.create("http://localhost:1/");
    String message =
        assertThrows(IllegalStateException.class, () -> node("lonely", nobody)).getMessage();
    assertTrue(message.startsWith("no ROS master at http://localhost:1/"), message);
  }

  @Test
  void shouldRunNodeMains() throws InterruptedException {
    BlockingQueue<String> life = new LinkedBlockingQueue<>();
    NodeMain program =
        new NodeMain() {
          @Override
          public GraphName getDefaultNodeName() {
            return GraphName.of("program");
          }

          @Override
          public void onStart(ConnectedNode node) {
            life.add("started " + node.getName());
          }

          @Override
          public void onShutdown(Node node) {
            life.add("ended " + node.getName());
          }
        };
    try (NodeMainExecutor executor = NodeMainExecutor.newDefault()) {
      executor.execute(program, NodeConfiguration.newPrivate(master.uri()));
    }
    assertEquals("started /program", life.take());
    assertEquals("ended /program", life.take());
  }
}
