package reins.ros.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static reins.ros.Eventually.eventually;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reins.ros.hot.HotPublisher;
import reins.ros.hot.HotSubscriber;
import reins.ros.hot.ImageCodec;
import reins.ros.hot.JointState;
import reins.ros.hot.JointStateCodec;
import reins.ros.message.DynamicCodec;
import reins.ros.message.DynamicMessage;
import reins.ros.message.MessageCatalog;
import reins.ros.message.MessageType;
import reins.ros.node.ConnectedNode;
import reins.ros.node.NodeConfiguration;
import reins.ros.service.RemoteException;
import reins.ros.service.ServiceClient;
import reins.ros.service.ServiceException;
import reins.ros.service.ServiceNotFoundException;
import reins.ros.service.ServiceServer;
import reins.ros.tcpros.TopicLimits;
import reins.ros.topic.Publisher;
import reins.ros.topic.Subscriber;

/**
 * Everything that two nodes do with one another, both ways round: a node of ours with one of rospy
 * and one of roscpp, under our master and under the real one.
 */
@Tag("system")
@ParameterizedClass(name = "master {0}")
@EnumSource(MasterKind.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PeerInteropTest {
  private static final TopicLimits ROOMY = TopicLimits.DEFAULT.withQueueSize(100);
  private static final List<String> JOINTS = List.of("j1", "j2");

  @TempDir static Path folder;
  @Parameter MasterKind kind;
  private Ros ros;
  private MasterKind.Running master;
  private ConnectedNode node;
  private final Map<Peer.Library, Peer> peers = new EnumMap<>(Peer.Library.class);

  @BeforeAll
  static void requireRos() {
    Ros.require();
  }

  @BeforeParameterizedClassInvocation
  void open() throws IOException {
    ros = new Ros(Files.createDirectories(folder.resolve(kind.name())));
    master = kind.start(ros);
    for (Peer.Library library : Peer.Library.values())
      peers.put(library, new Peer(ros, library, master.uri(), library.word() + "_peer"));
    node = ConnectedNode.start(NodeConfiguration.newPrivate(master.uri()).setNodeName("reins"));
    peers.values().forEach(Peer::awaitReady);
  }

  @AfterParameterizedClassInvocation
  void close() throws InterruptedException {
    peers.values().forEach(Peer::close);
    node.close();
    master.close();
    ros.close();
  }

  // --- topics ---------------------------------------------------------------------------------

  private Publisher<DynamicMessage> publisher(String topic, Sample sample) {
    return node.newPublisher(
        topic, new DynamicCodec(MessageCatalog.standard().get(sample.type)), ROOMY);
  }

  /** What our node hears on a topic from now on, each message as its one line. */
  private List<String> hear(String topic, Sample sample) {
    List<String> heard = new CopyOnWriteArrayList<>();
    node.newSubscriber(topic, new DynamicCodec(MessageCatalog.standard().get(sample.type)), ROOMY)
        .addMessageListener(message -> heard.add(sample.describe(message)));
    return heard;
  }

  private static void publish(Publisher<DynamicMessage> publisher, Sample sample, int i) {
    DynamicMessage message = publisher.newMessage();
    sample.fill(message, i);
    publisher.publish(message);
  }

  private static List<String> expected(Sample sample, int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(
            i -> {
              DynamicMessage message =
                  new DynamicMessage(MessageCatalog.standard().get(sample.type));
              sample.fill(message, i);
              return sample.describe(message);
            })
        .toList();
  }

  /** All of them, once each, in order. */
  private static void assertHeard(
      List<String> expected, java.util.function.Supplier<List<String>> heard) {
    eventually(expected.size() + " messages", () -> heard.get().size() >= expected.size());
    assertEquals(expected, heard.get());
  }

  @ParameterizedTest
  @EnumSource
  void shouldHearTheirTopic(Peer.Library library) {
    Peer peer = peers.get(library);
    String topic = "/heard_from_" + library.word();
    List<String> heard = hear(topic, Sample.JOINTS);
    peer.ask("advertise " + topic + " joints once");
    peer.ask("connected " + topic);
    peer.ask("publish " + topic + " 1 50 1000");
    assertHeard(expected(Sample.JOINTS, 1, 50), () -> heard);
  }

  @ParameterizedTest
  @EnumSource
  void shouldBeHeardOnOurTopic(Peer.Library library) {
    Peer peer = peers.get(library);
    String topic = "/told_to_" + library.word();
    Publisher<DynamicMessage> publisher = publisher(topic, Sample.JOINTS);
    peer.ask("subscribe " + topic + " joints");
    eventually("subscribed", publisher::hasSubscribers);
    for (int i = 1; i <= 50; i++) publish(publisher, Sample.JOINTS, i);
    assertHeard(expected(Sample.JOINTS, 1, 50), () -> peer.heard(topic));
    assertEquals(0, publisher.getDroppedMessages());
    peer.ask("close " + topic);
    eventually("its leaving is noticed", () -> !publisher.hasSubscribers());
  }

  /** The control loop's own topics: the newest value counts, and every message is accounted for. */
  @ParameterizedTest
  @EnumSource
  void shouldExchangeHotTopics(Peer.Library library) {
    Peer peer = peers.get(library);
    String theirs = "/hot_from_" + library.word();
    String ours = "/hot_to_" + library.word();
    HotSubscriber<JointState> in =
        node.newHotSubscriber(theirs, new JointStateCodec("base", JOINTS));
    peer.ask("advertise " + theirs + " joints once");
    peer.ask("connected " + theirs);
    peer.ask("publish " + theirs + " 1 50 1000");
    eventually("all received", () -> in.received() == 50);
    assertTrue(in.poll());
    assertEquals("25.000 -50.000", Sample.numbers(in.value().position));
    assertEquals("0.250 1.000", Sample.numbers(in.value().velocity));
    assertEquals(0, in.rejected());

    HotPublisher<JointState> out = node.newHotPublisher(ours, new JointStateCodec("base", JOINTS));
    peer.ask("subscribe " + ours + " joints");
    eventually("subscribed", () -> out.subscriberCount() == 1);
    JointState state = out.newMessage();
    for (int i = 1; i <= 50; i++) {
      state.position[0] = 0.5 * i;
      out.publish(state);
    }
    eventually("the newest arrives", () -> peer.heard(ours).toString().contains("[25.000 "));
    assertEquals(50 - out.dropped(), peer.heard(ours).size());
  }

  @ParameterizedTest
  @EnumSource
  void shouldHearWhatTheyLatched(Peer.Library library) {
    Peer peer = peers.get(library);
    String topic = "/latched_by_" + library.word();
    peer.ask("advertise " + topic + " text latch");
    peer.ask("publish " + topic + " 1 2 0");
    List<String> first = hear(topic, Sample.TEXT);
    assertHeard(expected(Sample.TEXT, 2, 1), () -> first);
  }

  @ParameterizedTest
  @EnumSource
  void shouldLatchForThem(Peer.Library library) {
    Peer peer = peers.get(library);
    String topic = "/latched_for_" + library.word();
    Publisher<DynamicMessage> publisher = publisher(topic, Sample.TEXT);
    publisher.setLatchMode(true);
    for (int i = 1; i <= 2; i++) publish(publisher, Sample.TEXT, i);
    for (int time = 1; time <= 2; time++) {
      peer.ask("subscribe " + topic + " text");
      int times = time;
      eventually("heard again", () -> peer.heard(topic).size() == times);
      peer.ask("close " + topic);
      eventually("left", () -> !publisher.hasSubscribers());
    }
    List<String> last = expected(Sample.TEXT, 2, 1);
    assertEquals(List.of(last.getFirst(), last.getFirst()), peer.heard(topic));
  }

  /** 640x480 at 30 Hz both ways at once: all arrive, in order, every byte as it was sent. */
  @ParameterizedTest
  @EnumSource
  void shouldExchangeImages(Peer.Library library) throws InterruptedException {
    int count = 45;
    Peer peer = peers.get(library);
    String theirs = "/camera_of_" + library.word();
    String ours = "/camera_for_" + library.word();
    List<String> heard = hear(theirs, Sample.IMAGE);
    Publisher<DynamicMessage> camera = publisher(ours, Sample.IMAGE);
    peer.ask("subscribe " + ours + " image");
    peer.ask("advertise " + theirs + " image once");
    peer.ask("connected " + theirs);
    eventually("subscribed", camera::hasSubscribers);
    int publishing = peer.begin("publish " + theirs + " 1 " + count + " 30");
    for (int i = 1; i <= count; i++) {
      publish(camera, Sample.IMAGE, i);
      Thread.sleep(33);
    }
    peer.finish(publishing);
    List<String> sent = expected(Sample.IMAGE, 1, count);
    assertHeard(sent, () -> heard);
    assertHeard(sent, () -> peer.heard(ours));
    assertEquals(0, camera.getDroppedMessages());
  }

  @ParameterizedTest
  @EnumSource
  void shouldTakeTheirImagesInPlace(Peer.Library library) {
    Peer peer = peers.get(library);
    String topic = "/camera_in_place_of_" + library.word();
    List<byte[]> heard = new CopyOnWriteArrayList<>();
    ImageCodec codec = new ImageCodec(640, 480, "rgb8", 3, "");
    node.newHotSubscriber(topic, codec, (image, at_ns) -> heard.add(image.pixels.clone()));
    peer.ask("advertise " + topic + " image once");
    peer.ask("connected " + topic);
    peer.ask("publish " + topic + " 1 5 30");
    eventually("all of them", () -> heard.size() == 5);
    DynamicMessage last = new DynamicMessage(MessageCatalog.standard().get(Sample.IMAGE.type));
    Sample.IMAGE.fill(last, 5);
    assertArrayEquals(last.getBytes("data"), heard.getLast());
  }

  @ParameterizedTest
  @EnumSource
  void shouldShowTheirTypesWithoutKnowingThem(Peer.Library library) {
    Peer peer = peers.get(library);
    String topic = "/unknown_from_" + library.word();
    List<DynamicMessage> heard = new CopyOnWriteArrayList<>();
    node.newSubscriber(topic, MessageType.ANY.name()).addMessageListener(heard::add);
    peer.ask("advertise " + topic + " joints latch");
    peer.ask("publish " + topic + " 3 1 0");
    eventually("heard", () -> !heard.isEmpty());
    assertEquals("sensor_msgs/JointState", heard.getFirst().type().name());
    assertEquals(
        expected(Sample.JOINTS, 3, 1).getFirst(), Sample.JOINTS.describe(heard.getFirst()));
  }

  // --- services -------------------------------------------------------------------------------

  private ServiceServer<DynamicMessage, DynamicMessage> serve(String service) {
    return node.newServiceServer(
        service,
        "std_srvs/SetBool",
        (request, response) -> {
          if (!request.getBool("data")) throw new ServiceException("not now");
          response.set("success", true).set("message", "reins");
        });
  }

  @ParameterizedTest
  @EnumSource
  void shouldCallTheirService(Peer.Library library) {
    Peer peer = peers.get(library);
    String service = "/served_by_" + library.word();
    peer.ask("serve " + service);
    try (ServiceClient<DynamicMessage, DynamicMessage> client =
        node.newServiceClient(service, "std_srvs/SetBool")) {
      for (int i = 0; i < 20; i++) {
        DynamicMessage answer = client.call(client.newMessage().set("data", true));
        assertTrue(answer.getBool("success"));
        assertEquals(library.word(), answer.getString("message"));
        assertTrue(client.isConnected(), "one connection for all calls");
      }
      String refusal =
          assertThrows(RemoteException.class, () -> client.call(client.newMessage())).getMessage();
      // roscpp sends no words with its refusals.
      if (library == Peer.Library.ROSPY) assertTrue(refusal.contains("not now"), refusal);
      peer.ask("close " + service);
      peer.ask("serve " + service);
      assertTrue(
          client.call(client.newMessage().set("data", true)).getBool("success"),
          "the same client after the provider came back");
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldAnswerTheirCalls(Peer.Library library) {
    Peer peer = peers.get(library);
    for (String how : List.of("once", "persistent")) {
      String service = "/called_" + how + "_by_" + library.word();
      ServiceServer<DynamicMessage, DynamicMessage> server = serve(service);
      peer.ask("connect " + service + " setbool " + how);
      for (int i = 0; i < 10; i++)
        assertEquals("true reins", peer.ask("call " + service + " true"));
      String refusal = peer.ask("call " + service + " false");
      assertTrue(refusal.startsWith("refused"), refusal);
      assertTrue(peer.lines().stream().anyMatch(line -> line.contains("not now")), "our words");
      assertEquals(11, server.getRequests());
      server.shutdown();
      String gone = peer.ask("call " + service + " true");
      assertTrue(gone.startsWith("refused"), gone);
      peer.ask("close " + service);
    }
  }

  // --- parameters -----------------------------------------------------------------------------

  /** Kind, the peers' notation, and what it is in Java. */
  private static final Object[][] VALUES = {
    {"int", "-7", -7},
    {"double", "0.125", 0.125},
    {"bool", "true", true},
    {"text", "a <b> & ä", "a <b> & ä"},
    {"list", "1.500 -2.500", List.of(1.5, -2.5)},
    {"map", "d=0.500 p=1.500", Map.of("d", 0.5, "p", 1.5)},
  };

  @ParameterizedTest
  @EnumSource
  void shouldShareParameters(Peer.Library library) {
    Peer peer = peers.get(library);
    for (Object[] each : VALUES) {
      String name = "/parameters_of_" + library.word() + "/" + each[0];
      peer.ask("set " + name + " " + each[0] + " " + each[1]);
      assertEquals(each[2], node.getParameterTree().get(name, null), "theirs");
      node.getParameterTree().delete(name);
      assertEquals("false", peer.ask("has " + name));
      node.getParameterTree().set(name, each[2]);
      String shown = each[0].equals("double") ? "0.125" : each[1].toString();
      assertEquals(shown, peer.ask("get " + name + " " + each[0]), "ours");
      peer.ask("delete " + name);
      assertFalse(node.getParameterTree().has(name));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldTellOneAnotherOfChangedParameters(Peer.Library library) {
    Peer peer = peers.get(library);
    String name = "/watched_with_" + library.word();
    List<Object> seen = new CopyOnWriteArrayList<>();
    node.getParameterTree().addParameterListener(name, seen::add);
    peer.ask("set " + name + " int 1");
    eventually("we hear of theirs", () -> seen.contains(1));
    assertEquals("1", peer.ask("cached " + name + " int"));
    node.getParameterTree().set(name, 2);
    eventually("they hear of ours", () -> peer.ask("cached " + name + " int").equals("2"));
    peer.ask("delete " + name);
    eventually("we hear that it is gone", () -> seen.contains(Map.of()));
  }

  // --- disagreement ---------------------------------------------------------------------------

  /** Definitions that have drifted apart under one name. */
  private MessageCatalog drifted() throws IOException {
    Path definitions = folder.resolve(kind + "_drifted");
    Path message = definitions.resolve("std_msgs/msg/String.msg");
    Path service = definitions.resolve("std_srvs/srv/SetBool.srv");
    Files.createDirectories(message.getParent());
    Files.createDirectories(service.getParent());
    Files.writeString(message, "string data\nuint32 length\n");
    Files.writeString(service, "bool data\n---\nbool success\nstring message\nuint32 code\n");
    return MessageCatalog.of(definitions);
  }

  private static boolean names(List<String> lines, String one, String other) {
    return lines.stream().anyMatch(line -> line.contains(one) && line.contains(other));
  }

  /** One side publishes or serves what the other knows by another sum: both name both. */
  @ParameterizedTest
  @EnumSource
  void shouldNameBothSumsOnBothSides(Peer.Library library) throws IOException {
    Peer peer = peers.get(library);
    MessageCatalog catalog = drifted();
    String text = MessageCatalog.standard().get("std_msgs/String").md5();
    String driftedText = catalog.get("std_msgs/String").md5();
    String setBool = MessageCatalog.standard().getService("std_srvs/SetBool").md5();
    String driftedSetBool = catalog.getService("std_srvs/SetBool").md5();
    try (Complaints complaints = new Complaints();
        ConnectedNode other =
            ConnectedNode.start(
                NodeConfiguration.newPrivate(master.uri())
                    .setNodeName("drifted")
                    .setMessageCatalog(catalog))) {
      Subscriber<DynamicMessage> subscriber = other.newSubscriber("/drift_in", "std_msgs/String");
      peer.ask("advertise /drift_in text once");
      eventually("we, who subscribe", () -> names(complaints.lines(), text, driftedText));
      eventually("asked", () -> names(List.of(subscriber.getLastTrouble()), text, driftedText));
      eventually("they, who publish", () -> names(peer.lines(), text, driftedText));
      peer.ask("close /drift_in");

      int subscribing = peer.lines().size();
      complaints.lines().clear();
      Publisher<DynamicMessage> publisher = other.newPublisher("/drift_out", "std_msgs/String");
      peer.ask("subscribe /drift_out text");
      eventually("we, who publish", () -> names(complaints.lines(), text, driftedText));
      eventually("they, who subscribe", () -> names(peer.lines(subscribing), text, driftedText));
      assertFalse(publisher.hasSubscribers());
      peer.ask("close /drift_out");

      int serving = peer.lines().size();
      peer.ask("serve /drift_served");
      String error =
          assertThrows(
                  ServiceNotFoundException.class,
                  () -> other.newServiceClient("/drift_served", "std_srvs/SetBool"))
              .getMessage();
      assertTrue(names(List.of(error), setBool, driftedSetBool), error);
      eventually("they, who serve", () -> names(peer.lines(serving), setBool, driftedSetBool));
      peer.ask("close /drift_served");

      int calling = peer.lines().size();
      complaints.lines().clear();
      other.newServiceServer("/drift_called", "std_srvs/SetBool", (request, response) -> {});
      peer.ask("connect /drift_called setbool once");
      assertTrue(peer.ask("call /drift_called true").startsWith("refused"));
      eventually("we, who serve", () -> names(complaints.lines(), setBool, driftedSetBool));
      eventually("they, who call", () -> names(peer.lines(calling), setBool, driftedSetBool));
      peer.ask("close /drift_called");
    }
  }

  /** rospy's own refusal then names the types only; ours asks again and names the sums. */
  @ParameterizedTest
  @EnumSource
  void shouldNameBothSumsWhenTheyPublishAnotherType(Peer.Library library) {
    Peer peer = peers.get(library);
    String topic = "/quarrel_with_" + library.word();
    String joints = MessageCatalog.standard().get("sensor_msgs/JointState").md5();
    String text = MessageCatalog.standard().get("std_msgs/String").md5();
    Subscriber<DynamicMessage> subscriber = node.newSubscriber(topic, Sample.JOINTS.type);
    peer.ask("advertise " + topic + " text once");
    eventually("named", () -> names(List.of(subscriber.getLastTrouble()), joints, text));
    subscriber.shutdown();
    peer.ask("close " + topic);
  }

  // --- their nodes among themselves -------------------------------------------------------------

  @ParameterizedTest
  @EnumSource
  void shouldIntroduceTheirNodesToOneAnother(Peer.Library library) {
    Peer talker = peers.get(library);
    Peer listener =
        peers.get(library == Peer.Library.ROSPY ? Peer.Library.ROSCPP : Peer.Library.ROSPY);
    String topic = "/between_them_from_" + library.word();
    talker.ask("advertise " + topic + " text once");
    listener.ask("subscribe " + topic + " text");
    talker.ask("connected " + topic);
    talker.ask("publish " + topic + " 1 5 0");
    assertHeard(expected(Sample.TEXT, 1, 5), () -> listener.heard(topic));
    talker.ask("serve " + topic);
    listener.ask("connect " + topic + " setbool once");
    assertEquals("true " + library.word(), listener.ask("call " + topic + " true"));
  }

  @ParameterizedTest
  @EnumSource
  void shouldForgetTheirNodesThatEnd(Peer.Library library) {
    String name = library.word() + "_leaves";
    try (Peer leaving = new Peer(ros, library, master.uri(), name)) {
      leaving.awaitReady();
      leaving.ask("advertise /left_by_" + library.word() + " text once");
      assertTrue(node.callMaster("lookupNode", "/" + name).isSuccess());
    }
    assertFalse(node.callMaster("lookupNode", "/" + name).isSuccess());
    assertFalse(
        node.callMaster("getPublishedTopics", "")
            .value()
            .toString()
            .contains("/left_by_" + library.word()));
  }

  /** A node ends when another takes its name, whoever's it is. */
  @Test
  void shouldYieldItsNameToTheirNode() {
    List<Peer> heirs = new ArrayList<>();
    for (Peer.Library library : Peer.Library.values()) {
      String name = "heir_" + library.word();
      ConnectedNode older =
          ConnectedNode.start(NodeConfiguration.newPrivate(master.uri()).setNodeName(name));
      heirs.add(new Peer(ros, library, master.uri(), name));
      heirs.getLast().awaitReady();
      eventually("the older node ends", older::isShutdown);
    }
    heirs.forEach(Peer::close);
  }
}
