package reins.policy.observe;

import reins.contract.config.CameraTerm;
import reins.ros.hot.HotSubscriber;
import reins.ros.hot.Image;
import reins.ros.hot.ImageCodec;
import reins.ros.node.ConnectedNode;

/**
 * A camera's pictures from its topic (sensor_msgs/Image, rgb8, of the task's size), stamped with
 * the time of their arrival on the actor's own clock.
 *
 * <p>Threads: {@link #latest} the actor's loop; construction talks to the ROS master.
 */
public final class RosCamera implements Cameras {
  private final HotSubscriber<Image> topic;

  /** Subscribes to the topic. */
  public RosCamera(ConnectedNode node, String name, CameraTerm camera) {
    topic =
        node.newHotSubscriber(
            name,
            new ImageCodec(
                camera.width(), camera.height(), "rgb8", CameraTerm.CHANNELS, camera.name()));
  }

  @Override
  public void latest(Images out) {
    if (!topic.poll()) return;
    out.stamp_ns = topic.arrival_ns();
    System.arraycopy(topic.value().pixels, 0, out.rgb, 0, out.rgb.length);
  }
}
