package reins.ros.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static reins.ros.Eventually.eventually;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reins.ros.hot.Float64ArrayCodec;
import reins.ros.hot.HotPublisher;
import reins.ros.hot.HotSubscriber;
import reins.ros.master.Master;
import reins.ros.message.DynamicMessage;
import reins.ros.topic.Publisher;
import reins.ros.xmlrpc.XmlRpcClient;

/** Peers that mean harm, or are broken: a topic between friends goes on through all of it. */
class HostileTest {
  private Master master;
  private ConnectedNode talker;
  private ConnectedNode listener;
  private Publisher<DynamicMessage> chat;
  private final BlockingQueue<DynamicMessage> heard = new LinkedBlockingQueue<>();

  @BeforeEach
  void start() {
    master = Master.start("localhost", 0);
    talker = node("talker");
    listener = node("listener");
    chat = talker.newPublisher("chat", "std_msgs/String");
    listener.newSubscriber("chat", "std_msgs/String").addMessageListener(heard::add);
    eventually("connected", chat::hasSubscribers);
  }

  @AfterEach
  void stop() {
    listener.close();
    talker.close();
    master.close();
  }

  private ConnectedNode node(String name) {
    return ConnectedNode.start(
        NodeConfiguration.newPrivate(master.uri()).setNodeName(name).setRosout(false));
  }

  private void shouldStillTalk(String word) throws InterruptedException {
    chat.publish(chat.newMessage().set("data", word));
    assertEquals(word, heard.poll(20, TimeUnit.SECONDS).getString("data"));
  }

  @Test
  void shouldOutliveTenThousandConnects() throws Exception {
    int data = RawPeer.port(talker, "/chat");
    int[] ports = {data, talker.getUri().getPort(), master.uri().getPort(), data};
    byte[] header = RawPeer.header("/chat", "*").encode().array();
    for (int i = 0; i < 10_000; i++) {
      try (Socket socket = new Socket()) {
        // Without waiting in line for the port numbers of connections that have ended.
        socket.setOption(java.net.StandardSocketOptions.SO_LINGER, 0);
        socket.connect(
            new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), ports[i % 4]), 5000);
        if (i % 4 == 3) socket.getOutputStream().write(header);
        else if (i % 8 == 1) socket.getOutputStream().write("POST / HTTP".getBytes());
      } catch (IOException refused) {
        // To be turned away is an answer too.
      }
      if (i % 1000 == 0) shouldStillTalk("after " + i);
    }
    shouldStillTalk("after all");
    eventually("only the friend is left", () -> chat.getNumberOfSubscribers() == 1);
  }

  @Test
  void shouldOutliveRandomHeadersAndBodies() throws Exception {
    int data = RawPeer.port(talker, "/chat");
    Random random = new Random(1);
    byte[] good = RawPeer.header("/chat", "*").encode().array();
    for (int i = 0; i < 500; i++) {
      byte[] bad = good.clone();
      for (int k = 0; k <= i % 5; k++) bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), data)) {
        socket.getOutputStream().write(bad, 0, random.nextInt(bad.length + 1));
      } catch (IOException closed) {
        // Closed on us, as it should.
      }
    }
    shouldStillTalk("after all");
  }

  /** Half a header, then silence: the place is free again after the time a header may take. */
  @Test
  void shouldHangUpOnHalfAHeader() throws Exception {
    byte[] header = RawPeer.header("/chat", "*").encode().array();
    try (RawPeer length = RawPeer.connect(talker, "/chat");
        RawPeer half = RawPeer.connect(talker, "/chat")) {
      length.out().write(header, 0, 2);
      half.out().write(header, 0, header.length / 2);
      shouldStillTalk("meanwhile");
      assertEquals(-1, length.read());
      assertEquals(-1, half.read());
    }
    shouldStillTalk("afterwards");
  }

  /** Subscribers that never read lose messages, which are counted, and delay nobody. */
  @Test
  void shouldNotWaitForThoseWhoNeverRead() throws Exception {
    List<RawPeer> mute = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        RawPeer peer = RawPeer.connect(talker, "/chat");
        peer.out().write(RawPeer.header("/chat", "*").encode().array());
        mute.add(peer);
      }
      eventually("all are in", () -> chat.getNumberOfSubscribers() == 21);
      String large = "x".repeat(1 << 18);
      for (int i = 0; i < 100; i++) shouldStillTalk(large);
      assertTrue(chat.getDroppedMessages() > 0, "the mute ones' messages are counted");
    } finally {
      for (RawPeer peer : mute) peer.close();
    }
    eventually("they are gone", () -> chat.getNumberOfSubscribers() == 1);
  }

  /**
   * A publisher whose header and messages are noise: counted, dropped, tried again, never fatal.
   */
  @Test
  void shouldOutlivePublishersOfNoise() throws Exception {
    Random random = new Random(2);
    HotSubscriber<double[]> torques =
        listener.newHotSubscriber("torques", new Float64ArrayCodec(7));
    HotPublisher<double[]> friend = talker.newHotPublisher("torques", new Float64ArrayCodec(7));
    eventually("friend", () -> torques.publisherCount() == 1);
    try (ServerSocket noise = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerNoise(noise, random));
      URI api = URI.create("http://localhost:" + noise.getLocalPort() + "/");
      try (XmlRpcClient client = new XmlRpcClient("test", 3000)) {
        client.callRos(
            listener.getUri(),
            "publisherUpdate",
            "/master",
            "/torques",
            List.of(talker.getUri().toString(), api.toString(), "nonsense:", ":://"));
      }
      eventually("it was tried", () -> !torques.lastTrouble().isEmpty());
      friend.publish(friend.newMessage());
      eventually("the friend is heard", torques::poll);
    }
  }

  private static void answerNoise(ServerSocket server, Random random) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept();
          OutputStream out = socket.getOutputStream()) {
        byte[] bytes = new byte[random.nextInt(2000)];
        random.nextBytes(bytes);
        out.write("HTTP/1.1 200 OK\r\nContent-Length: 2000000000\r\n\r\n".getBytes());
        out.write(bytes);
      } catch (IOException closed) {
        // The next one.
      }
    }
  }

  /** Half an hour of topics, services' neighbours coming and going, in a process of 64 MB. */
  @Test
  @Tag("slow")
  void shouldLiveInSixtyFourMegabytes() throws Exception {
    long minutes = Long.getLong("reins.soak.minutes", 30);
    Process process =
        new ProcessBuilder(
                java.nio.file.Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                Soak.class.getName(),
                Long.toString(minutes))
            .inheritIO()
            .start();
    assertTrue(process.waitFor(minutes + 2, TimeUnit.MINUTES), "the soak ends by itself");
    assertEquals(0, process.exitValue());
  }
}
