package reins.controller.port;

import java.util.List;
import reins.contract.config.RigConfig;
import reins.contract.config.RobotConfig;
import reins.controller.rt.ReaderPriority;
import reins.ros.hot.Float64ArrayCodec;
import reins.ros.hot.HotPublisher;
import reins.ros.hot.HotSubscriber;
import reins.ros.hot.JointState;
import reins.ros.hot.JointStateCodec;
import reins.ros.node.ConnectedNode;

/**
 * A robot behind ROS topics: joint states in, torques and the gripper's opening out.
 *
 * <p>The fingers are two joints named after the robot ({@code panda_finger_joint1}, {@code
 * panda_finger_joint2}); their positions add up to the opening. No state is reported before arm and
 * gripper have both spoken. The opening is sent when it changes, and ten times a second.
 *
 * <p>Threads: {@link #read} and {@link #write} are the control loop's; construction talks to the
 * ROS master.
 */
public final class RosPort implements Port {
  private static final int GRIPPER_EVERY_TICKS = 100;

  private final HotSubscriber<JointState> joints;
  private final HotSubscriber<JointState> fingers;
  private final HotPublisher<double[]> torque;
  private final HotPublisher<double[]> opening;
  private final double[] tau_Nm;
  private final double[] width_m;
  private boolean gripperSpoke;
  private int sinceOpening;

  /** Subscribes and advertises what the rig names. */
  public RosPort(ConnectedNode node, RigConfig rig, RobotConfig robot) {
    RigConfig.Ros ros = rig.ros();
    ReaderPriority reader = new ReaderPriority(rig.control().priority());
    List<String> names = robot.joints().stream().map(RobotConfig.Joint::name).toList();
    joints =
        node.newHotSubscriber(
            ros.joint_states_topic(),
            new JointStateCodec("", names),
            (message, arrival_ns) -> reader.raise());
    fingers =
        node.newHotSubscriber(
            ros.gripper_states_topic(), new JointStateCodec("", fingerNames(robot)));
    torque = node.newHotPublisher(ros.torque_topic(), new Float64ArrayCodec(robot.n()));
    opening = node.newHotPublisher(ros.gripper_topic(), new Float64ArrayCodec(1));
    tau_Nm = torque.newMessage();
    width_m = opening.newMessage();
    width_m[0] = Double.NaN;
  }

  /** The gripper's joints, as its driver names them. */
  public static List<String> fingerNames(RobotConfig robot) {
    return List.of(robot.name() + "_finger_joint1", robot.name() + "_finger_joint2");
  }

  @Override
  public int read(long now_ns, RobotState state) {
    if (fingers.poll()) {
      double[] position_m = fingers.value().position;
      state.width_m = position_m[0] + position_m[1];
      gripperSpoke = true;
    }
    if (!joints.poll()) return 0;
    JointState message = joints.value();
    System.arraycopy(message.position, 0, state.q_rad, 0, state.n());
    System.arraycopy(message.velocity, 0, state.dq_rad_s, 0, state.n());
    System.arraycopy(message.effort, 0, state.tau_measured_Nm, 0, state.n());
    if (gripperSpoke) state.stamp_ns = joints.arrival_ns();
    return 0;
  }

  @Override
  public void write(ArmCommand command) {
    System.arraycopy(command.tau_Nm, 0, tau_Nm, 0, tau_Nm.length);
    torque.publish(tau_Nm);
    sinceOpening++;
    boolean due = command.width_m != width_m[0] || sinceOpening >= GRIPPER_EVERY_TICKS;
    if (!due || Double.isNaN(command.width_m)) return;
    width_m[0] = command.width_m;
    opening.publish(width_m);
    sinceOpening = 0;
  }
}
