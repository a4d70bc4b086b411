package reins.policy.episode;

import reins.policy.observe.Objects;
import reins.ros.hot.HotPublisher;
import reins.ros.hot.PoseStamped;
import reins.ros.hot.PoseStampedCodec;
import reins.ros.node.ConnectedNode;

/**
 * Asks over a topic (geometry_msgs/PoseStamped, base frame) that the object be put at the episode's
 * start place.
 *
 * <p>Threads: the actor's loop; construction talks to the ROS master.
 */
public final class RosScene implements Scene {
  private static final double PLACED_M = 0.02;

  private final HotPublisher<PoseStamped> topic;
  private final PoseStamped request;
  private final StartPlaces places;

  /** Advertises the topic. */
  public RosScene(ConnectedNode node, String name, StartPlaces places) {
    this.places = places;
    topic = node.newHotPublisher(name, new PoseStampedCodec("base"));
    request = topic.newMessage();
  }

  @Override
  public void placeObject(long episode) {
    places.at(episode, request.position_m);
    request.seq++;
    topic.publish(request);
  }

  @Override
  public boolean placed(Objects objects) {
    double dx = objects.p_base_object_m[0] - request.position_m[0];
    double dy = objects.p_base_object_m[1] - request.position_m[1];
    return Math.hypot(dx, dy) < PLACED_M;
  }
}
