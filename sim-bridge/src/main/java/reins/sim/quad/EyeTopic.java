package reins.sim.quad;

import reins.contract.config.CameraTerm;
import reins.ros.hot.HotPublisher;
import reins.ros.hot.Image;
import reins.ros.hot.ImageCodec;
import reins.ros.node.ConnectedNode;

/**
 * A vehicle's camera as ROS shows it: sensor_msgs/Image, rgb8, thirty times a second.
 *
 * <p>Threads: the simulation's; construction talks to the ROS master.
 */
final class EyeTopic implements AutoCloseable {
  private final FlightEye eye;
  private final HotPublisher<Image> topic;
  final Image message;

  /** Opens a vehicle's eye and advertises its topic. */
  EyeTopic(ConnectedNode node, String name, QuadWorld world, int vehicle, CameraTerm camera) {
    eye = new FlightEye(world, vehicle, camera);
    topic =
        node.newHotPublisher(
            name,
            new ImageCodec(
                camera.width(), camera.height(), "rgb8", CameraTerm.CHANNELS, camera.name()));
    message = topic.newMessage();
  }

  /** Publishes a picture if one is due. Returns whether it did. */
  boolean tell(long now_ns) {
    if (!eye.tick(now_ns)) return false;
    message.seq++;
    message.stamp_ns = now_ns;
    System.arraycopy(eye.rgb(), 0, message.pixels, 0, message.pixels.length);
    topic.publish(message);
    return true;
  }

  @Override
  public void close() {
    eye.close();
  }
}
