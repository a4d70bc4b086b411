package reins.ros.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static reins.ros.Eventually.eventually;
import static reins.ros.Eventually.eventuallyEquals;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
import reins.ros.message.MessageCatalog;
import reins.ros.message.MessageType;
import reins.ros.tcpros.ConnectionHeader;
import reins.ros.topic.Publisher;
import reins.ros.topic.Subscriber;
import reins.ros.xmlrpc.RosReply;
import reins.ros.xmlrpc.XmlRpcClient;
import reins.ros.xmlrpc.XmlRpcServer;

/** Publishers that speak well until they are connected, and then lie, stop or crawl. */
class HostilePublisherTest {
  private static final MessageType STRING = MessageCatalog.standard().get("std_msgs/String");

  private Master master;
  private ConnectedNode listener;
  private ConnectedNode friend;
  private Publisher<DynamicMessage> friendly;
  private Subscriber<DynamicMessage> chat;
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final List<FakePublisher> fakes = new ArrayList<>();

  @BeforeEach
  void start() {
    master = Master.start("localhost", 0);
    listener = node("listener");
    friend = node("friend");
    chat = listener.newSubscriber("chat", "std_msgs/String");
    chat.addMessageListener(message -> heard.add(message.getString("data")), 1000);
    friendly = friend.newPublisher("chat", "std_msgs/String");
    eventually("friend", friendly::hasSubscribers);
  }

  @AfterEach
  void stop() throws IOException {
    listener.close();
    friend.close();
    for (FakePublisher fake : fakes) fake.close();
    master.close();
  }

  private ConnectedNode node(String name) {
    return ConnectedNode.start(
        NodeConfiguration.newPrivate(master.uri()).setNodeName(name).setRosout(false));
  }

  /** What a publisher does once it has the subscriber's header. */
  private interface Script {
    void play(Socket socket, OutputStream out) throws IOException, InterruptedException;
  }

  /** A node that is no more than its answer to requestTopic and a socket. */
  private static final class FakePublisher {
    private final ServerSocket data = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final XmlRpcServer api;
    private final Script script;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger hungUpOn = new AtomicInteger();

    FakePublisher(Script script) throws IOException {
      this.script = script;
      api =
          new XmlRpcServer(
              "fake",
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
              1 << 16,
              (method, arguments) ->
                  RosReply.success("", List.of("TCPROS", "localhost", data.getLocalPort()))
                      .toList());
      Thread.ofVirtual().start(this::serve);
    }

    private void serve() {
      while (!data.isClosed()) {
        try {
          Socket socket = data.accept();
          connections.incrementAndGet();
          Thread.ofVirtual().start(() -> play(socket));
        } catch (IOException closed) {
          return;
        }
      }
    }

    private void play(Socket socket) {
      try (socket) {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        in.skipNBytes(Integer.reverseBytes(in.readInt()));
        script.play(socket, socket.getOutputStream());
      } catch (SocketException hungUp) {
        hungUpOn.incrementAndGet();
      } catch (IOException | InterruptedException ended) {
        // So is this one.
      }
    }

    void close() throws IOException {
      data.close();
      api.close();
    }
  }

  private FakePublisher publish(Script script) throws IOException {
    FakePublisher fake = new FakePublisher(script);
    fakes.add(fake);
    try (XmlRpcClient client = new XmlRpcClient("test", 3000)) {
      client.callRos(
          master.uri(),
          "registerPublisher",
          "/fake" + fakes.size(),
          "/chat",
          "std_msgs/String",
          fake.api.uri("localhost").toString());
    }
    return fake;
  }

  private static byte[] header(String md5) {
    return new ConnectionHeader()
        .put("callerid", "/fake")
        .put("topic", "/chat")
        .put("type", "std_msgs/String")
        .put("md5sum", md5)
        .put("message_definition", STRING.fullText())
        .encode()
        .array();
  }

  private static byte[] little(int... words) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int word : words) bytes.putInt(word);
    return bytes.array();
  }

  private static byte[] frame(String text) {
    byte[] letters = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(little(4 + letters.length, letters.length));
    out.writeBytes(letters);
    return out.toByteArray();
  }

  private void shouldStillHear(String word) throws InterruptedException {
    friendly.publish(friendly.newMessage().set("data", word));
    assertEquals(word, heard.poll(20, TimeUnit.SECONDS));
  }

  private static void untilHungUpOn(Socket socket) throws IOException {
    if (socket.getInputStream().read() < 0) throw new SocketException("hung up");
  }

  @Test
  void shouldHangUpOnALyingLength() throws Exception {
    for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, (64 << 20) + 1}) {
      FakePublisher liar =
          publish(
              (socket, out) -> {
                out.write(header(STRING.md5()));
                out.write(little(length));
                untilHungUpOn(socket);
              });
      eventually("hung up on " + length, () -> liar.hungUpOn.get() > 0);
      shouldStillHear("after " + length);
    }
    assertTrue(chat.getLastTrouble().contains("bytes"), chat.getLastTrouble());
  }

  /** Eight times almost the most that is allowed, claimed by peers who then say nothing. */
  @Test
  void shouldTakeNoMemoryForWhatIsOnlyClaimed() throws Exception {
    long before = directBytes();
    for (int i = 0; i < 8; i++)
      publish(
          (socket, out) -> {
            out.write(header(STRING.md5()));
            out.write(little(60 << 20));
            out.write(new byte[10_000]);
            untilHungUpOn(socket);
          });
    eventuallyEquals(9, chat::getNumberOfPublishers);
    for (int i = 0; i < 100; i++) shouldStillHear("word " + i);
    long grown = directBytes() - before;
    assertTrue(grown < 8 << 20, grown + " bytes for 80 000 received");
  }

  private static long directBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  @Test
  void shouldNotMixALostMessageWithTheNextConnections() throws Exception {
    AtomicInteger turn = new AtomicInteger();
    publish(
        (socket, out) -> {
          out.write(header(STRING.md5()));
          byte[] whole = frame("whole");
          if (turn.getAndIncrement() == 0) {
            out.write(whole, 0, whole.length - 2);
            return;
          }
          out.write(whole);
          untilHungUpOn(socket);
        });
    assertEquals("whole", heard.poll(20, TimeUnit.SECONDS));
    assertEquals(2, turn.get());
    assertEquals(0, chat.getDroppedMessages());
  }

  /** Bodies that are no such message are dropped and counted; the connection goes on. */
  @Test
  void shouldCountWhatIsNoMessage() throws Exception {
    publish(
        (socket, out) -> {
          out.write(header(STRING.md5()));
          // Empty; a string longer than its body; one shorter; one of a negative length.
          out.write(little(0));
          out.write(little(4, 100));
          out.write(little(8, 2, 0));
          out.write(little(4, -5));
          out.write(frame("good"));
          untilHungUpOn(socket);
        });
    assertEquals("good", heard.poll(20, TimeUnit.SECONDS));
    assertEquals(4, chat.getDroppedMessages());
    shouldStillHear("and the friend");
  }

  @Test
  void shouldHearAMessageThatComesByteByByte() throws Exception {
    publish(
        (socket, out) -> {
          out.write(header(STRING.md5()));
          for (byte each : frame("slow")) {
            out.write(each);
            Thread.sleep(2);
          }
          untilHungUpOn(socket);
        });
    assertEquals("slow", heard.poll(20, TimeUnit.SECONDS));
  }

  @Test
  void shouldRefuseHeadersThatLie() throws Exception {
    FakePublisher other = publish((socket, out) -> out.write(header("0".repeat(32))));
    eventually("both sums", () -> chat.getLastTrouble().contains(STRING.md5()));
    assertTrue(chat.getLastTrouble().contains("0".repeat(32)), chat.getLastTrouble());
    FakePublisher longer =
        publish(
            (socket, out) -> {
              out.write(little(Integer.MAX_VALUE));
              untilHungUpOn(socket);
            });
    eventually("hung up", () -> longer.hungUpOn.get() > 0);
    FakePublisher within =
        publish(
            (socket, out) -> {
              out.write(little(8, 1000));
              out.write(new byte[4]);
              untilHungUpOn(socket);
            });
    eventually("hung up", () -> within.hungUpOn.get() > 0);
    shouldStillHear("all the same");
    assertTrue(other.connections.get() < 5, "who disagrees is not asked again and again");
  }
}
