package reins.controller.quad.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.config.FlightRigConfig;
import reins.controller.Rigs;
import reins.controller.port.Outbox;
import reins.controller.quad.FlightState;
import reins.controller.quad.Neighbours;
import reins.ros.hot.HotPublisher;
import reins.ros.hot.HotSubscriber;
import reins.ros.hot.Numbers;
import reins.ros.master.Master;
import reins.ros.node.ConnectedNode;
import reins.ros.node.NodeConfiguration;

/** What vehicles say of themselves, through a real master on the loopback. */
class NeighbourTopicsTest {
  private static final int P = OdometryFields.CODEC.at("pose.pose.position.x");
  private static final int Q = OdometryFields.CODEC.at("pose.pose.orientation.x");

  @TempDir Path dir;
  private final Neighbours others = new Neighbours();
  private final FlightState state = new FlightState();
  private Master master;
  private ConnectedNode control;
  private ConnectedNode another;
  private HotPublisher<Numbers> told;
  private HotSubscriber<Numbers> heard;
  private Numbers message;
  private final Outbox outbox = new Outbox();
  private NeighbourTopics topics;

  @BeforeEach
  void open() throws IOException {
    Path shipped = Rigs.file("sim-crazyflie");
    for (String part : new String[] {"flights", "quadrotors"})
      Files.createSymbolicLink(dir.resolve(part), shipped.getParent().resolveSibling(part));
    Path rig = Files.createDirectory(dir.resolve("rigs")).resolve("a.yaml");
    Files.writeString(
        rig,
        Files.readString(shipped)
            .replace("neighbour_topics: []", "neighbour_topics: [/reins/b/odom]"));
    master = Master.start("localhost", 0);
    control = ConnectedNode.start(NodeConfiguration.newPrivate(master.uri()).setNodeName("a"));
    another = ConnectedNode.start(NodeConfiguration.newPrivate(master.uri()).setNodeName("b"));
    told = another.newHotPublisher("/reins/b/odom", OdometryFields.CODEC);
    heard = another.newHotSubscriber("/reins/cf1/odom", OdometryFields.CODEC);
    message = told.newMessage();
    message.value[Q + 3] = 1;
    topics = new NeighbourTopics(control, FlightRigConfig.load(rig), outbox);
  }

  @AfterEach
  void close() {
    control.close();
    another.close();
    master.close();
  }

  private void await(String what, BooleanSupplier happened) throws InterruptedException {
    for (int i = 0; i < 1000; i++) {
      told.publish(message);
      topics.read(others);
      if (happened.getAsBoolean()) return;
      Thread.sleep(5);
    }
    throw new AssertionError("never: " + what);
  }

  @Test
  void shouldKeepTheLastPlaceOfOneThatSaysNoNumbers() throws Exception {
    message.value[P] = 1.5;
    await("seen", () -> others.count == 1 && others.p_m[0] == 1.5);
    message.value[P] = Double.NaN;
    for (int i = 0; i < 20; i++) {
      told.publish(message);
      Thread.sleep(5);
      topics.read(others);
    }
    assertEquals(1.5, others.p_m[0]);
    long stamp_ns = others.stamp_ns[0];
    for (int i = 0; i < 20; i++) {
      told.publish(message);
      Thread.sleep(5);
      topics.read(others);
    }
    assertEquals(stamp_ns, others.stamp_ns[0], "and it grows old");
    message.value[P] = 2;
    await("seen again", () -> others.p_m[0] == 2);
  }

  /**
   * A frozen place that is told as a new one would make the others believe that it stands there.
   */
  @Test
  void shouldSayWhereItIsOnlyAsLongAsItKnows() throws Exception {
    long now_ns = 1_000_000_000L;
    state.stamp_ns = now_ns;
    for (int i = 0; i < 3; i++) state.p_m[i] = state.v_m_s[i] = i;
    await(
        "heard",
        () -> {
          topics.tell(now_ns, state);
          outbox.send();
          return heard.poll();
        });
    while (heard.poll()) Thread.sleep(20);
    for (int i = 0; i < 50; i++) topics.tell(now_ns + 250_000_000L, state);
    state.stamp_ns += 250_000_000L;
    state.p_m[1] = Double.NaN;
    for (int i = 0; i < 50; i++) topics.tell(now_ns + 250_000_000L, state);
    outbox.send();
    Thread.sleep(50);
    assertFalse(heard.poll());
  }
}
