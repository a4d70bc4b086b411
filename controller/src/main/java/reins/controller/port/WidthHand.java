package reins.controller.port;

import reins.contract.config.RosConfig;
import reins.ros.hot.Float64ArrayCodec;
import reins.ros.hot.HotPublisher;
import reins.ros.hot.HotSubscriber;
import reins.ros.hot.JointState;
import reins.ros.hot.JointStateCodec;
import reins.ros.node.ConnectedNode;

/**
 * A gripper that takes its opening: sent when it changes, and every hundred ticks.
 *
 * <p>Threads: {@link #read} and {@link #write} are the control loop's.
 */
final class WidthHand implements Hand {
  private static final int EVERY_TICKS = 100;

  private final HotSubscriber<JointState> fingers;
  private final HotPublisher<double[]> opening;
  private final double[] width_m;
  private boolean spoke;
  private int since;

  WidthHand(ConnectedNode node, RosConfig.GripperWidth config, Outbox outbox) {
    fingers =
        node.newHotSubscriber(config.states_topic(), new JointStateCodec("", config.joint_names()));
    opening = outbox.add(node.newHotPublisher(config.width_topic(), new Float64ArrayCodec(1)));
    width_m = opening.newMessage();
    width_m[0] = Double.NaN;
  }

  @Override
  public boolean read(RobotState state) {
    if (!fingers.poll()) return spoke;
    double[] position_m = fingers.value().position;
    state.width_m = position_m[0] + position_m[1];
    spoke = true;
    return true;
  }

  @Override
  public void write(double wanted_m) {
    since++;
    boolean due = wanted_m != width_m[0] || since >= EVERY_TICKS;
    if (!due || Double.isNaN(wanted_m)) return;
    width_m[0] = wanted_m;
    opening.leave(width_m);
    since = 0;
  }
}
