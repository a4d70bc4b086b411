package reins.policy.observe;

import reins.ros.hot.HotSubscriber;
import reins.ros.hot.PoseStamped;
import reins.ros.hot.PoseStampedCodec;
import reins.ros.node.ConnectedNode;

/**
 * The object's pose from a tracker's topic (geometry_msgs/PoseStamped, base frame), stamped with
 * the time of its arrival on the actor's own clock.
 *
 * <p>Threads: {@link #latest} the actor's loop; construction talks to the ROS master.
 */
public final class RosTracker implements Trackers {
  private final HotSubscriber<PoseStamped> topic;

  /** Subscribes to the topic. */
  public RosTracker(ConnectedNode node, String name) {
    topic = node.newHotSubscriber(name, new PoseStampedCodec("base"));
  }

  @Override
  public void latest(Objects out) {
    if (!topic.poll()) return;
    out.stamp_ns = topic.arrival_ns();
    System.arraycopy(topic.value().position_m, 0, out.p_base_object_m, 0, 3);
  }
}
