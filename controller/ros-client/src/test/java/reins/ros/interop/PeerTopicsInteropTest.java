package reins.ros.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static reins.ros.Eventually.eventually;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reins.ros.hot.HotPublisher;
import reins.ros.hot.HotSubscriber;
import reins.ros.hot.ImageCodec;
import reins.ros.hot.JointState;
import reins.ros.hot.JointStateCodec;
import reins.ros.message.DynamicMessage;
import reins.ros.message.MessageCatalog;
import reins.ros.message.MessageType;
import reins.ros.topic.Publisher;

/** Topics, both ways round. */
class PeerTopicsInteropTest extends WithPeers {
  private static final List<String> JOINTS = List.of("j1", "j2");

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
}
