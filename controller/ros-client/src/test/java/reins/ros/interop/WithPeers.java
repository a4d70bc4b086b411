package reins.ros.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static reins.ros.Eventually.eventually;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import reins.ros.message.DynamicCodec;
import reins.ros.message.DynamicMessage;
import reins.ros.message.MessageCatalog;
import reins.ros.node.ConnectedNode;
import reins.ros.node.NodeConfiguration;
import reins.ros.tcpros.TopicLimits;
import reins.ros.topic.Publisher;

/**
 * A node of ours with one of rospy and one of roscpp, under our master and under the real one: what
 * they do together is in the classes below.
 */
@Tag("system")
@ParameterizedClass(name = "master {0}")
@EnumSource(MasterKind.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WithPeers {
  static final TopicLimits ROOMY = TopicLimits.DEFAULT.withQueueSize(100);

  @TempDir static Path folder;
  @Parameter MasterKind kind;
  Ros ros;
  MasterKind.Running master;
  ConnectedNode node;
  final Map<Peer.Library, Peer> peers = new EnumMap<>(Peer.Library.class);

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

  Publisher<DynamicMessage> publisher(String topic, Sample sample) {
    return node.newPublisher(
        topic, new DynamicCodec(MessageCatalog.standard().get(sample.type)), ROOMY);
  }

  /** What our node hears on a topic from now on, each message as its one line. */
  List<String> hear(String topic, Sample sample) {
    List<String> heard = new CopyOnWriteArrayList<>();
    node.newSubscriber(topic, new DynamicCodec(MessageCatalog.standard().get(sample.type)), ROOMY)
        .addMessageListener(message -> heard.add(sample.describe(message)));
    return heard;
  }

  static void publish(Publisher<DynamicMessage> publisher, Sample sample, int i) {
    DynamicMessage message = publisher.newMessage();
    sample.fill(message, i);
    publisher.publish(message);
  }

  static List<String> expected(Sample sample, int first, int count) {
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
  static void assertHeard(List<String> expected, java.util.function.Supplier<List<String>> heard) {
    eventually(expected.size() + " messages", () -> heard.get().size() >= expected.size());
    assertEquals(expected, heard.get());
  }
}
