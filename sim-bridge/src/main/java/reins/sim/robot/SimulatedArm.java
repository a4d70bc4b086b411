package reins.sim.robot;

import java.util.Arrays;
import reins.contract.config.ConfigException;
import reins.contract.config.RigConfig;
import reins.contract.config.RobotConfig;
import reins.contract.config.RosConfig;
import reins.controller.rt.ReaderPriority;
import reins.ros.hot.Float64ArrayCodec;
import reins.ros.hot.HotPublisher;
import reins.ros.hot.HotSubscriber;
import reins.ros.hot.JointState;
import reins.ros.hot.JointStateCodec;
import reins.ros.hot.PoseStamped;
import reins.ros.hot.PoseStampedCodec;
import reins.ros.node.ConnectedNode;
import reins.sim.world.ArmWorld;
import reins.sim.world.TableScene;

/**
 * The simulated arm on the rig's topics: takes joint torques and the gripper's opening, tells joint
 * states, gripper states and where the object is, and puts the object down where it is asked to.
 *
 * <p>Threads: {@link #tick} on one; construction talks to the ROS master.
 */
final class SimulatedArm implements AutoCloseable {
  private static final int GRIPPER_EVERY_TICKS = 10;
  private static final int TRACKER_EVERY_TICKS = 10;

  private final ArmWorld world;
  private final HotSubscriber<double[]> torque;
  private final HotSubscriber<double[]> opening;
  private final HotSubscriber<PoseStamped> places;
  private final HotPublisher<JointState> joints;
  private final HotPublisher<JointState> fingers;
  private final HotPublisher<PoseStamped> tracker;
  private final JointState jointState;
  private final JointState fingerState;
  private final PoseStamped objectPose;
  private final double[] quaternion = new double[4];
  private final SimulatedCameras cameras;
  private final Brake brake;
  private final String name;
  private boolean wasBraked = true;
  private int ticks;

  SimulatedArm(RigConfig.Resolved config, ConnectedNode node) {
    name = config.rig().name();
    RobotConfig robot = config.robot();
    RosConfig ros = config.rig().ros();
    RosConfig.JointTorque topics = torque(ros);
    RosConfig.GripperWidth gripper = width(ros);
    world = new ArmWorld(robot, TableScene.of(config.task()));
    brake = new Brake(robot.n());
    ReaderPriority reader = new ReaderPriority(config.rig().control().priority());
    torque =
        node.newHotSubscriber(
            topics.torque_topic(),
            new Float64ArrayCodec(robot.n()),
            (message, arrival_ns) -> reader.raise());
    opening = node.newHotSubscriber(gripper.width_topic(), new Float64ArrayCodec(1));
    places = node.newHotSubscriber(ros.scene_topic(), new PoseStampedCodec("base"));
    joints =
        node.newHotPublisher(
            topics.joint_states_topic(), new JointStateCodec("", topics.joint_names()));
    fingers =
        node.newHotPublisher(
            gripper.states_topic(), new JointStateCodec("", gripper.joint_names()));
    tracker = node.newHotPublisher(ros.object_topic(), new PoseStampedCodec("base"));
    jointState = joints.newMessage();
    fingerState = fingers.newMessage();
    objectPose = tracker.newMessage();
    cameras = new SimulatedCameras(config, world, node);
  }

  private static RosConfig.JointTorque torque(RosConfig ros) {
    if (ros.arm() instanceof RosConfig.JointTorque torque) return torque;
    throw new ConfigException("ros.arm.interface: the simulator plays joint_torque only");
  }

  private static RosConfig.GripperWidth width(RosConfig ros) {
    if (ros.gripper() instanceof RosConfig.GripperWidth width) return width;
    throw new ConfigException("ros.gripper.interface: the simulator plays width only");
  }

  /** One step of the simulation and its messages. */
  void tick(long now_ns) {
    world.q_rad(jointState.position);
    world.dq_rad_s(jointState.velocity);
    if (brake.tick(torque.poll(), jointState.position))
      world.applyTorque(brake.torque(jointState.position, jointState.velocity));
    else world.applyTorque(torque.value());
    if (opening.poll() && Double.isFinite(opening.value()[0]))
      world.commandWidth(opening.value()[0]);
    if (places.poll()) place(places.value());
    world.step();
    tell(now_ns);
    cameras.see(world);
    ticks++;
  }

  private void place(PoseStamped p) {
    double w = p.orientation_xyzw[3];
    double z = p.orientation_xyzw[2];
    world.placeObject(p.position_m[0], p.position_m[1], p.position_m[2], 2 * Math.atan2(z, w));
  }

  private void tell(long now_ns) {
    world.q_rad(jointState.position);
    world.dq_rad_s(jointState.velocity);
    world.tau_measured_Nm(jointState.effort);
    jointState.stamp_ns = now_ns;
    jointState.seq++;
    joints.publish(jointState);
    if (ticks % GRIPPER_EVERY_TICKS == 0) tellGripper(now_ns);
    if (ticks % TRACKER_EVERY_TICKS == 0) tellObject(now_ns);
  }

  private void tellGripper(long now_ns) {
    Arrays.fill(fingerState.position, world.width_m() / 2);
    fingerState.stamp_ns = now_ns;
    fingerState.seq++;
    fingers.publish(fingerState);
  }

  private void tellObject(long now_ns) {
    world.p_base_object_m(objectPose.position_m);
    world.q_base_object(quaternion);
    // ROS quaternions end with w.
    for (int i = 0; i < 4; i++) objectPose.orientation_xyzw[i] = quaternion[(i + 1) % 4];
    objectPose.stamp_ns = now_ns;
    objectPose.seq++;
    tracker.publish(objectPose);
  }

  /** The rig's name. */
  String name() {
    return name;
  }

  boolean braked() {
    return brake.on();
  }

  /** Whether the brake went on or off since the last call; it is on at first. */
  boolean brakeChanged() {
    boolean changed = brake.on() != wasBraked;
    wasBraked = brake.on();
    return changed;
  }

  long brakings() {
    return brake.times();
  }

  @Override
  public void close() {
    cameras.close();
    world.close();
  }
}
