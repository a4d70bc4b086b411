package reins.policy.device;

import java.util.List;
import reins.contract.config.DeviceConfig;
import reins.ros.message.DynamicMessage;
import reins.ros.node.ConnectedNode;
import reins.ros.topic.Subscriber;

/**
 * A leader arm whose joints are on a topic, in whatever order.
 *
 * <p>Threads: each topic's own.
 */
final class RosLeader implements Source {
  private final DeviceConfig.LeaderArm device;
  private final LeaderFeed feed;
  private final double[] q_rad;
  private final Subscriber<?> joints;
  private final Subscriber<?> clutch;

  RosLeader(ConnectedNode node, DeviceConfig.LeaderArm device, LeaderFeed feed) {
    this.device = device;
    this.feed = feed;
    q_rad = new double[device.joint_names().size()];
    joints = RosSticks.subscribe(node, device.topic(), "sensor_msgs/JointState", this::joints);
    clutch =
        device.clutch_topic().equals(DeviceConfig.NONE)
            ? null
            : RosSticks.subscribe(
                node,
                device.clutch_topic(),
                "std_msgs/Bool",
                message -> feed.clutch(System.nanoTime(), message.getBool("data")));
  }

  /** A message that lacks one of the joints is of another arm, or of its gripper alone. */
  private void joints(DynamicMessage message) {
    List<String> names = message.getStrings("name");
    double[] position = message.getDoubles("position");
    for (int i = 0; i < q_rad.length; i++) {
      double q = position(names, position, device.joint_names().get(i));
      if (Double.isNaN(q)) return;
      q_rad[i] = q;
    }
    double gripper = position(names, position, device.gripper_joint());
    feed.accept(System.nanoTime(), q_rad, gripper);
  }

  private static double position(List<String> names, double[] position, String joint) {
    int at = names.indexOf(joint);
    return at < 0 || at >= position.length ? Double.NaN : position[at];
  }

  @Override
  public String trouble() {
    return RosSticks.trouble(joints);
  }

  @Override
  public void close() {
    joints.shutdown();
    if (clutch != null) clutch.shutdown();
  }
}
