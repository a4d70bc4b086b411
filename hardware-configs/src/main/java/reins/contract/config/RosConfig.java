package reins.contract.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * How a rig is spoken to over ROS 1.
 *
 * @param master_uri of the ROS master
 * @param embedded_master the simulator starts one itself at that address
 * @param arm the interface of the arm's driver
 * @param gripper the interface of the gripper's driver
 * @param object_topic where a tracker tells the object's pose
 * @param scene_topic where a simulator is asked to put the object down
 */
public record RosConfig(
    @JsonProperty(required = true) String master_uri,
    @JsonProperty(required = true) boolean embedded_master,
    @JsonProperty(required = true) Arm arm,
    @JsonProperty(required = true) Gripper gripper,
    @JsonProperty(required = true) String object_topic,
    @JsonProperty(required = true) String scene_topic) {
  /** Checks the address and the topics. */
  public RosConfig {
    Expect.that(
        master_uri.startsWith("http://"),
        "master_uri",
        "expected http://HOST:PORT/, got '" + master_uri + "'");
    Expect.topic(object_topic, "object_topic");
    Expect.topic(scene_topic, "scene_topic");
  }

  /** The same at another master. */
  public RosConfig at(String master_uri) {
    return new RosConfig(master_uri, embedded_master, arm, gripper, object_topic, scene_topic);
  }

  /** The driver in front of an arm, chosen by the key {@code interface}. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "interface")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = JointTorque.class, name = "joint_torque"),
    @JsonSubTypes.Type(value = SerlEquilibrium.class, name = "serl_equilibrium"),
    @JsonSubTypes.Type(value = UrVelocity.class, name = "ur_velocity"),
    @JsonSubTypes.Type(value = UrPosition.class, name = "ur_position")
  })
  public sealed interface Arm permits JointTorque, SerlEquilibrium, Ur {
    /** The topic that carries this arm's commands, its own in the whole ROS system. */
    String command_topic();
  }

  /**
   * A driver that takes a torque for every joint, gravity carried by itself.
   *
   * @param joint_names as the driver names them, in the order of the robot's file
   */
  public record JointTorque(
      @JsonProperty(required = true) List<String> joint_names,
      @JsonProperty(required = true) String joint_states_topic,
      @JsonProperty(required = true) String torque_topic)
      implements Arm {
    /** Checks names. */
    public JointTorque {
      joint_names = Expect.names(joint_names, "joint_names");
      Expect.topic(joint_states_topic, "joint_states_topic");
      Expect.topic(torque_topic, "torque_topic");
    }

    @Override
    public String command_topic() {
      return torque_topic;
    }
  }

  /**
   * franka_control with serl_franka_controllers' Cartesian impedance controller, which takes the
   * pose that its spring pulls to.
   *
   * @param state_topic franka_msgs/FrankaState; its publish_rate paces what the loop can see
   * @param equilibrium_topic geometry_msgs/PoseStamped
   * @param frame_id of the poses: the arm's base
   * @param reconfigure_service takes the spring's gains and clips
   * @param recovery_action clears a reflex where a person asks for it
   * @param command_hz poses a second, at most the rig's control_hz
   */
  public record SerlEquilibrium(
      @JsonProperty(required = true) String state_topic,
      @JsonProperty(required = true) String equilibrium_topic,
      @JsonProperty(required = true) String frame_id,
      @JsonProperty(required = true) String reconfigure_service,
      @JsonProperty(required = true) String recovery_action,
      @JsonProperty(required = true) double command_hz)
      implements Arm {
    /** Checks names and the rate. */
    public SerlEquilibrium {
      Expect.topic(state_topic, "state_topic");
      Expect.topic(equilibrium_topic, "equilibrium_topic");
      Expect.notBlank(frame_id, "frame_id");
      Expect.topic(reconfigure_service, "reconfigure_service");
      Expect.topic(recovery_action, "recovery_action");
      Expect.within(command_hz, 10, 1000, "command_hz");
    }

    @Override
    public String command_topic() {
      return equilibrium_topic;
    }
  }

  /** ur_robot_driver: what its two interfaces have in common. */
  public sealed interface Ur extends Arm permits UrVelocity, UrPosition {
    /** The joints as the driver names them, in the order of the robot's file. */
    List<String> joint_names();

    /** Joint states, in an order of the driver's own. */
    String joint_states_topic();

    /** What the driver tells about the robot, and how a protective stop is unlocked. */
    UrStatus status();
  }

  /**
   * The topics and the service by which ur_robot_driver tells whether the robot may move.
   *
   * @param robot_mode_topic ur_dashboard_msgs/RobotMode
   * @param safety_mode_topic ur_dashboard_msgs/SafetyMode
   * @param program_running_topic std_msgs/Bool: whether the robot obeys the driver
   * @param speed_scaling_topic std_msgs/Float64, 0 to 1
   * @param unlock_service std_srvs/Trigger, called where a person asks for it
   */
  public record UrStatus(
      @JsonProperty(required = true) String robot_mode_topic,
      @JsonProperty(required = true) String safety_mode_topic,
      @JsonProperty(required = true) String program_running_topic,
      @JsonProperty(required = true) String speed_scaling_topic,
      @JsonProperty(required = true) String unlock_service) {
    /** Checks names. */
    public UrStatus {
      Expect.topic(robot_mode_topic, "robot_mode_topic");
      Expect.topic(safety_mode_topic, "safety_mode_topic");
      Expect.topic(program_running_topic, "program_running_topic");
      Expect.topic(speed_scaling_topic, "speed_scaling_topic");
      Expect.topic(unlock_service, "unlock_service");
    }
  }

  /**
   * ur_robot_driver with its joint group velocity controller, which keeps the last speed it heard.
   *
   * @param runs_on_when_killed true, as a person's word that this is known: a controller that is
   *     killed leaves the arm moving
   */
  public record UrVelocity(
      @JsonProperty(required = true) List<String> joint_names,
      @JsonProperty(required = true) String joint_states_topic,
      @JsonProperty(required = true) String velocity_topic,
      @JsonProperty(required = true) boolean runs_on_when_killed,
      @JsonProperty(required = true) UrStatus status)
      implements Ur {
    /** Checks names. */
    public UrVelocity {
      Expect.that(
          runs_on_when_killed,
          "runs_on_when_killed",
          "expected true: the driver keeps the last speed when this controller is killed; or take"
              + " interface ur_position, which stands still");
      joint_names = Expect.names(joint_names, "joint_names");
      Expect.topic(joint_states_topic, "joint_states_topic");
      Expect.topic(velocity_topic, "velocity_topic");
    }

    @Override
    public String command_topic() {
      return velocity_topic;
    }
  }

  /**
   * ur_robot_driver with its scaled joint trajectory controller, a point at a time.
   *
   * @param lead_s how far ahead of now each point lies; the robot stands still there where no other
   *     follows
   */
  public record UrPosition(
      @JsonProperty(required = true) List<String> joint_names,
      @JsonProperty(required = true) String joint_states_topic,
      @JsonProperty(required = true) String trajectory_topic,
      @JsonProperty(required = true) double lead_s,
      @JsonProperty(required = true) double command_hz,
      @JsonProperty(required = true) UrStatus status)
      implements Ur {
    /** Checks names and times. */
    public UrPosition {
      joint_names = Expect.names(joint_names, "joint_names");
      Expect.topic(joint_states_topic, "joint_states_topic");
      Expect.topic(trajectory_topic, "trajectory_topic");
      Expect.within(lead_s, 0.005, 0.5, "lead_s");
      Expect.within(command_hz, 10, 500, "command_hz");
    }

    @Override
    public String command_topic() {
      return trajectory_topic;
    }
  }

  /** The driver in front of a gripper, chosen by the key {@code interface}. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "interface")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = GripperWidth.class, name = "width"),
    @JsonSubTypes.Type(value = FrankaGripper.class, name = "franka_gripper"),
    @JsonSubTypes.Type(value = NoGripper.class, name = "none")
  })
  public sealed interface Gripper permits GripperWidth, FrankaGripper, NoGripper {}

  /**
   * A gripper that takes its opening.
   *
   * @param joint_names the two fingers, whose positions add up to the opening
   */
  public record GripperWidth(
      @JsonProperty(required = true) List<String> joint_names,
      @JsonProperty(required = true) String states_topic,
      @JsonProperty(required = true) String width_topic)
      implements Gripper {
    /** Checks names. */
    public GripperWidth {
      joint_names = Expect.fingers(joint_names);
      Expect.topic(states_topic, "states_topic");
      Expect.topic(width_topic, "width_topic");
    }
  }

  /**
   * franka_gripper: opens by its move action, closes by its grasp action.
   *
   * @param joint_names the two fingers, whose positions add up to the opening
   */
  public record FrankaGripper(
      @JsonProperty(required = true) List<String> joint_names,
      @JsonProperty(required = true) String states_topic,
      @JsonProperty(required = true) String move_action,
      @JsonProperty(required = true) String grasp_action,
      @JsonProperty(required = true) double speed_m_s,
      @JsonProperty(required = true) double force_N)
      implements Gripper {
    /** Checks names and what the maker's hand can do. */
    public FrankaGripper {
      joint_names = Expect.fingers(joint_names);
      Expect.topic(states_topic, "states_topic");
      Expect.topic(move_action, "move_action");
      Expect.topic(grasp_action, "grasp_action");
      Expect.within(speed_m_s, 0.001, 0.1, "speed_m_s");
      Expect.within(force_N, 1, 70, "force_N");
    }
  }

  /** An arm without a gripper: the opening is told as 0 and commands go nowhere. */
  public record NoGripper() implements Gripper {}
}
