package reins.policy.camera;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import reins.contract.config.CockpitConfig;
import reins.ros.message.DynamicMessage;
import reins.ros.node.ConnectedNode;
import reins.ros.topic.Subscriber;

/**
 * One camera's newest image as a file; those that nobody took in time are gone. Subscribed only
 * while somebody looks.
 *
 * <p>Threads: {@link #want}, {@link #skip} and {@link #take} of one owner; messages come on the
 * topic's own.
 */
final class CameraFeed {
  private static final Logger LOG = LogManager.getLogger(CameraFeed.class);
  private static final int FILE_MAX_BYTES = 4 << 20;
  private static final int SIZE_MAX = 1 << 20;

  private final CockpitConfig.Camera camera;
  private final ConnectedNode node;
  private final Consumer<CameraFeed> came;
  private final Jpeg jpeg = new Jpeg();
  private final AtomicReference<DynamicMessage> newest = new AtomicReference<>();
  private final LongAdder unusable = new LongAdder();
  private Subscriber<DynamicMessage> topic;
  private String trouble = "";

  /**
   * @param came told on the topic's thread of an image where none waited to be taken
   */
  CameraFeed(CockpitConfig.Camera camera, ConnectedNode node, Consumer<CameraFeed> came) {
    this.camera = camera;
    this.node = node;
    this.came = came;
  }

  /** Subscribes where somebody looks and lets go where nobody does. */
  void want(boolean wanted) {
    if (wanted == (topic != null)) return;
    if (wanted) {
      String type = camera.compressed() ? "sensor_msgs/CompressedImage" : "sensor_msgs/Image";
      topic = node.newSubscriber(camera.topic(), type);
      topic.addMessageListener(this::hear, 1);
    } else {
      topic.shutdown();
      topic = null;
      newest.set(null);
    }
  }

  private void hear(DynamicMessage image) {
    if (newest.getAndSet(image) == null) came.accept(this);
  }

  /** Passes the newest image over: none. */
  byte[] skip() {
    newest.set(null);
    return null;
  }

  /** The newest image as a file; null where none has come since the last time. */
  byte[] take() {
    DynamicMessage message = newest.getAndSet(null);
    if (message == null) return null;
    try {
      return camera.compressed() ? checked(message.getBytes("data")) : encoded(message);
    } catch (IllegalArgumentException e) {
      unusable.increment();
      complain(e.getMessage());
      return null;
    }
  }

  private byte[] encoded(DynamicMessage m) {
    return jpeg.of(
        size(m, "width"),
        size(m, "height"),
        m.getString("encoding"),
        size(m, "step"),
        m.getBytes("data"));
  }

  private static int size(DynamicMessage m, String field) {
    long value = m.getLong(field);
    if (value < 0 || value > SIZE_MAX)
      throw new IllegalArgumentException(field + " " + value + ", expected at most " + SIZE_MAX);
    return (int) value;
  }

  private static byte[] checked(byte[] file) {
    if (file.length > FILE_MAX_BYTES || !Jpeg.isPicture(file))
      throw new IllegalArgumentException("a file of " + file.length + " bytes, not JPEG or PNG");
    return file;
  }

  /** Says each trouble once. */
  private void complain(String why) {
    if (!why.equals(trouble)) LOG.warn("camera {}: {}: cannot be shown", camera.name(), why);
    trouble = why;
  }

  /** Images that could not be shown. */
  long unusable() {
    return unusable.sum();
  }
}
