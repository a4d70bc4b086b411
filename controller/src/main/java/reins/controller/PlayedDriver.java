package reins.controller;

import java.util.Arrays;
import java.util.List;
import reins.contract.config.RigConfig;
import reins.contract.config.RobotConfig;
import reins.contract.config.RosConfig;
import reins.contract.geometry.Kinematics;
import reins.contract.geometry.Quaternions;
import reins.ros.hot.ByteCodec;
import reins.ros.hot.Float64ArrayCodec;
import reins.ros.hot.FrankaState;
import reins.ros.hot.FrankaStateCodec;
import reins.ros.hot.GripperGoalCodec;
import reins.ros.hot.HotPublisher;
import reins.ros.hot.JointState;
import reins.ros.hot.JointStateCodec;
import reins.ros.hot.PoseStampedCodec;
import reins.ros.hot.TrajectoryPointCodec;
import reins.ros.node.ConnectedNode;

/**
 * The drivers of a rig, played for the rehearsal: a robot that stands in its ready pose, says so,
 * and listens to whatever it is told.
 *
 * <p>Threads: one.
 */
final class PlayedDriver {
  private final Runnable arm;
  private final Runnable hand;

  /** Advertises and subscribes what the rig's drivers would. */
  PlayedDriver(ConnectedNode node, RigConfig.Resolved config) {
    RosConfig ros = config.rig().ros();
    arm = arm(node, ros.arm(), config.robot());
    hand = hand(node, ros.gripper());
  }

  /** One message of every kind. */
  void speak() {
    arm.run();
    hand.run();
  }

  private static Runnable arm(ConnectedNode node, RosConfig.Arm arm, RobotConfig robot) {
    return switch (arm) {
      case RosConfig.JointTorque torque -> {
        node.newHotSubscriber(torque.torque_topic(), new Float64ArrayCodec(robot.n()));
        yield joints(node, torque.joint_states_topic(), torque.joint_names(), robot.q_home_rad());
      }
      case RosConfig.SerlEquilibrium serl -> {
        node.newHotSubscriber(serl.equilibrium_topic(), new PoseStampedCodec(""));
        yield franka(node, serl, robot);
      }
      case RosConfig.Ur ur -> universal(node, ur, robot);
    };
  }

  private static Runnable franka(
      ConnectedNode node, RosConfig.SerlEquilibrium serl, RobotConfig robot) {
    HotPublisher<FrankaState> states =
        node.newHotPublisher(serl.state_topic(), new FrankaStateCodec(""));
    FrankaState state = states.newMessage();
    Kinematics kinematics = new Kinematics(robot);
    kinematics.update(robot.q_home_rad());
    System.arraycopy(robot.q_home_rad(), 0, state.q_rad, 0, state.q_rad.length);
    transform(kinematics.q_base_tool(), kinematics.p_base_tool_m(), state.O_T_EE);
    double yaw_rad = robot.tool().yaw_rad();
    double[] q_flange_tool = {Math.cos(yaw_rad / 2), 0, 0, Math.sin(yaw_rad / 2)};
    transform(q_flange_tool, new double[] {0, 0, robot.tool().z_m()}, state.F_T_EE);
    Arrays.fill(state.tau_J_Nm, Double.NaN);
    state.robot_mode = FrankaState.MODE_MOVE;
    state.control_command_success_rate = 1;
    return () -> states.publish(state);
  }

  private static Runnable universal(ConnectedNode node, RosConfig.Ur ur, RobotConfig robot) {
    switch (ur) {
      case RosConfig.UrVelocity velocity ->
          node.newHotSubscriber(velocity.velocity_topic(), new Float64ArrayCodec(robot.n()));
      case RosConfig.UrPosition position ->
          node.newHotSubscriber(
              position.trajectory_topic(), new TrajectoryPointCodec(position.joint_names()));
    }
    RosConfig.UrStatus status = ur.status();
    Runnable joints = joints(node, ur.joint_states_topic(), ur.joint_names(), robot.q_home_rad());
    Runnable mode = number(node, status.robot_mode_topic(), "ur_dashboard_msgs/RobotMode", 7);
    Runnable safety = number(node, status.safety_mode_topic(), "ur_dashboard_msgs/SafetyMode", 1);
    Runnable program = number(node, status.program_running_topic(), "std_msgs/Bool", 1);
    return () -> {
      mode.run();
      safety.run();
      program.run();
      joints.run();
    };
  }

  private static Runnable number(ConnectedNode node, String topic, String type, int value) {
    HotPublisher<int[]> publisher = node.newHotPublisher(topic, new ByteCodec(type));
    int[] message = {value};
    return () -> publisher.publish(message);
  }

  /** A pose as libfranka has it: 16 numbers, column by column. {@code T} written. */
  private static void transform(double[] q, double[] p_m, double[] T) {
    double[] axis = new double[3];
    for (int column = 0; column < 3; column++) {
      double[] unit = new double[3];
      unit[column] = 1;
      Quaternions.rotate(q, unit, axis);
      System.arraycopy(axis, 0, T, 4 * column, 3);
    }
    System.arraycopy(p_m, 0, T, 12, 3);
    T[15] = 1;
  }

  private static Runnable hand(ConnectedNode node, RosConfig.Gripper gripper) {
    return switch (gripper) {
      case RosConfig.GripperWidth width -> {
        node.newHotSubscriber(width.width_topic(), new Float64ArrayCodec(1));
        yield joints(node, width.states_topic(), width.joint_names(), new double[2]);
      }
      case RosConfig.FrankaGripper franka -> {
        node.newHotSubscriber(franka.move_action() + "/goal", GripperGoalCodec.move(""));
        node.newHotSubscriber(franka.grasp_action() + "/goal", GripperGoalCodec.grasp(""));
        yield joints(node, franka.states_topic(), franka.joint_names(), new double[2]);
      }
      case RosConfig.NoGripper none -> () -> {};
    };
  }

  private static Runnable joints(
      ConnectedNode node, String topic, List<String> names, double[] position) {
    HotPublisher<JointState> joints = node.newHotPublisher(topic, new JointStateCodec("", names));
    JointState state = joints.newMessage();
    System.arraycopy(position, 0, state.position, 0, position.length);
    Arrays.fill(state.effort, Double.NaN); // does not measure: nothing to hold against its payload
    return () -> joints.publish(state);
  }
}
