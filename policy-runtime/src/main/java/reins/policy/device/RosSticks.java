package reins.policy.device;

import java.util.Arrays;
import reins.contract.config.DeviceConfig;
import reins.ros.message.DynamicCodec;
import reins.ros.message.DynamicMessage;
import reins.ros.message.MessageCatalog;
import reins.ros.node.ConnectedNode;
import reins.ros.tcpros.TopicLimits;
import reins.ros.topic.MessageListener;
import reins.ros.topic.Subscriber;

/**
 * Sticks that a ROS node reads: joy_node's topic, or the two of spacenav_node.
 *
 * <p>Threads: each topic's own; one at a time feeds.
 */
final class RosSticks implements Source {
  private static final String[] XYZ = {"x", "y", "z"};

  private final StickFeed feed;
  private final Subscriber<?>[] topics;
  private double[] axes = {};
  private boolean[] buttons = {};

  private RosSticks(StickFeed feed, int topics) {
    this.feed = feed;
    this.topics = new Subscriber<?>[topics];
  }

  /** Subscribes to joy_node. */
  static RosSticks joy(ConnectedNode node, DeviceConfig.Joy device, StickFeed feed) {
    RosSticks sticks = new RosSticks(feed, 1);
    sticks.topics[0] = subscribe(node, device.topic(), "sensor_msgs/Joy", sticks::joy);
    return sticks;
  }

  /** Subscribes to spacenav_node. */
  static RosSticks spacenav(ConnectedNode node, DeviceConfig.Spacenav device, StickFeed feed) {
    RosSticks sticks = new RosSticks(feed, 2);
    sticks.axes = new double[DeviceConfig.Motion.AXES];
    sticks.topics[0] = subscribe(node, device.twist_topic(), "geometry_msgs/Twist", sticks::twist);
    sticks.topics[1] = subscribe(node, device.joy_topic(), "sensor_msgs/Joy", sticks::buttons);
    return sticks;
  }

  static Subscriber<DynamicMessage> subscribe(
      ConnectedNode node, String topic, String type, MessageListener<DynamicMessage> listener) {
    DynamicCodec codec = new DynamicCodec(MessageCatalog.standard().get(type));
    Subscriber<DynamicMessage> subscriber =
        node.newSubscriber(topic, codec, TopicLimits.HOT.withQueueSize(16));
    subscriber.addMessageListener(listener);
    return subscriber;
  }

  private synchronized void joy(DynamicMessage message) {
    float[] read = message.getFloats("axes");
    axes = new double[read.length];
    for (int i = 0; i < read.length; i++) axes[i] = read[i];
    buttons = pressed(message);
    feed.accept(System.nanoTime(), axes, buttons);
  }

  private synchronized void twist(DynamicMessage message) {
    for (int i = 0; i < 3; i++) {
      axes[i] = message.getMessage("linear").getDouble(XYZ[i]);
      axes[3 + i] = message.getMessage("angular").getDouble(XYZ[i]);
    }
    feed.accept(System.nanoTime(), axes, buttons);
  }

  /** The node says every motion on both topics: here only buttons are news. */
  private synchronized void buttons(DynamicMessage message) {
    boolean[] now = pressed(message);
    if (Arrays.equals(now, buttons)) return;
    buttons = now;
    feed.accept(System.nanoTime(), axes, buttons);
  }

  private static boolean[] pressed(DynamicMessage message) {
    int[] read = message.getInts("buttons");
    boolean[] pressed = new boolean[read.length];
    for (int i = 0; i < read.length; i++) pressed[i] = read[i] != 0;
    return pressed;
  }

  /** What may be wrong with a topic, as the end of a sentence. */
  static String trouble(Subscriber<?> topic) {
    String text = topic.getTopicName() + " has " + topic.getNumberOfPublishers() + " publishers";
    return topic.getLastTrouble().isEmpty() ? text : text + ", " + topic.getLastTrouble();
  }

  @Override
  public String trouble() {
    return trouble(topics[0]);
  }

  @Override
  public void close() {
    for (Subscriber<?> topic : topics) topic.shutdown();
  }
}
