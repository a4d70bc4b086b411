package reins.policy.camera;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reins.contract.config.CockpitConfig.Camera;
import reins.ros.master.Master;
import reins.ros.message.DynamicMessage;
import reins.ros.node.ConnectedNode;
import reins.ros.node.NodeConfiguration;
import reins.ros.topic.Publisher;

/** Cameras over real topics. */
@Timeout(60)
class CameraDeskTest {
  private static final byte[] FILE = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 0, 1, 2, 3, 4};

  private final Master master = Master.start("localhost", 0);
  private final ConnectedNode robot = node("robot");
  private final ConnectedNode actor = node("actor");

  private ConnectedNode node(String name) {
    return ConnectedNode.start(NodeConfiguration.newPrivate(master.uri()).setNodeName(name));
  }

  @AfterEach
  void stop() {
    actor.shutdown();
    robot.shutdown();
    master.close();
  }

  private static void await(BooleanSupplier what) throws InterruptedException {
    for (int i = 0; i < 2000; i++) {
      if (what.getAsBoolean()) return;
      Thread.sleep(10);
    }
    throw new AssertionError("did not happen in time");
  }

  private static byte[] taken(CameraFeed feed) throws InterruptedException {
    byte[][] file = new byte[1][];
    await(() -> (file[0] = feed.take()) != null);
    return file[0];
  }

  @Test
  void shouldHandOnFilesAndOnlyTheNewestWhileSomebodyLooks() throws InterruptedException {
    Publisher<DynamicMessage> topic =
        robot.newPublisher("/front/compressed", "sensor_msgs/CompressedImage");
    CameraFeed feed = new CameraFeed(new Camera("front", "/front/compressed"), actor, feed_ -> {});
    feed.want(false);
    assertNull(feed.take());
    feed.want(true);
    await(topic::hasSubscribers);
    for (byte i = 0; i < 20; i++) {
      byte[] file = FILE.clone();
      file[7] = i;
      topic.publish(topic.newMessage().set("format", "jpeg").set("data", file));
    }
    byte[] newest = FILE.clone();
    newest[7] = 19;
    byte[][] seen = new byte[1][];
    await(
        () -> {
          byte[] file = feed.take();
          if (file != null) seen[0] = file;
          return seen[0] != null && seen[0][7] == 19;
        });
    assertArrayEquals(newest, seen[0]);
    assertNull(feed.take(), "each once");
    feed.want(false);
    await(() -> !topic.hasSubscribers());
  }

  @Test
  void shouldMakeFilesOfImagesAndCountWhatIsNone() throws InterruptedException {
    Publisher<DynamicMessage> topic = robot.newPublisher("/front", "sensor_msgs/Image");
    CameraFeed feed = new CameraFeed(new Camera("front", "/front"), actor, feed_ -> {});
    feed.want(true);
    await(topic::hasSubscribers);
    DynamicMessage image = topic.newMessage();
    image.set("width", 8L).set("height", 8L).set("step", 24L).set("encoding", "rgb8");
    topic.publish(image.set("data", new byte[10]));
    await(
        () -> {
          assertNull(feed.take());
          return feed.unusable() == 1;
        });
    topic.publish(image.set("data", new byte[8 * 24]));
    assertTrue(Jpeg.isPicture(taken(feed)));
    assertEquals(1, feed.unusable());
  }

  @Test
  void shouldRefuseFilesThatAreNoPictures() throws InterruptedException {
    Publisher<DynamicMessage> topic =
        robot.newPublisher("/front/compressed", "sensor_msgs/CompressedImage");
    CameraFeed feed = new CameraFeed(new Camera("front", "/front/compressed"), actor, feed_ -> {});
    feed.want(true);
    await(topic::hasSubscribers);
    topic.publish(topic.newMessage().set("data", new byte[100]));
    await(
        () -> {
          assertNull(feed.take());
          return feed.unusable() == 1;
        });
    assertFalse(Jpeg.isPicture(new byte[100]));
  }
}
