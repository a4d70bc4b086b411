package reins.contract.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.file.Path;
import java.util.List;

/**
 * A device that a person moves the robot with, beside the page: where its readings come from and
 * what its axes and buttons mean. The key {@code kind} says which of the records it is.
 *
 * <pre>
 *   joy          sensor_msgs/Joy of joy_node: gamepads, joysticks
 *   spacenav     the two topics of spacenav_node
 *   spacemouse   a 3Dconnexion device by its HID reports
 *   leader_arm   sensor_msgs/JointState of an arm that a hand leads
 * </pre>
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = DeviceConfig.Joy.class, name = "joy"),
  @JsonSubTypes.Type(value = DeviceConfig.Spacenav.class, name = "spacenav"),
  @JsonSubTypes.Type(value = DeviceConfig.SpaceMouse.class, name = "spacemouse"),
  @JsonSubTypes.Type(value = DeviceConfig.LeaderArm.class, name = "leader_arm")
})
public sealed interface DeviceConfig {
  /** Written for a topic or a joint that there is none of. */
  String NONE = "none";

  /** What it is called where its take-overs are recorded. */
  String name();

  /**
   * Reads a device's file: {@code ../devices/NAME.yaml} as seen from the rig's, or a path that ends
   * in {@code .yaml}.
   *
   * <p>Errors: {@link ConfigException}.
   */
  static DeviceConfig load(Path rig, String name) {
    Path file =
        name.endsWith(".yaml")
            ? Path.of(name)
            : rig.toAbsolutePath().getParent().resolveSibling("devices").resolve(name + ".yaml");
    return ConfigReader.read(file, DeviceConfig.class);
  }

  private static void checkName(String name) {
    Expect.that(
        name.matches("[A-Za-z0-9._-]{1,32}"),
        "name",
        "expected at most 32 letters, digits, dots and dashes, got '" + name + "'");
  }

  /** A device of axes that spring back, and buttons. */
  sealed interface Sticks extends DeviceConfig permits Joy, Spacenav, SpaceMouse {
    /** Which axis moves what. */
    Motion motion();

    /** Which button says what. */
    Buttons buttons();
  }

  /**
   * Which of the device's axes is which motion: x, y, z, then the turns about them, in the base
   * frame.
   *
   * @param axes [6] index of the device's axis; -1: this motion has none
   * @param gains [6] full deflection becomes this much, cut at 1; the sign turns the axis round
   */
  record Motion(
      @JsonProperty(required = true) int[] axes, @JsonProperty(required = true) double[] gains) {
    /** Motions that a device can have. */
    public static final int AXES = 6;

    private static final int MAX_INDEX = 63;

    /** Checks lengths and ranges. */
    public Motion {
      Expect.that(axes.length == AXES, "axes", "expected 6 numbers, got " + axes.length);
      Expect.length(gains, AXES, "gains");
      for (int i = 0; i < AXES; i++) {
        Expect.within(axes[i], -1, MAX_INDEX, "axes[" + i + "]");
        Expect.within(gains[i], -4, 4, "gains[" + i + "]");
      }
    }
  }

  /**
   * What is pressed for what, each {@code button N}, {@code axis N +}, {@code axis N -} or {@code
   * none}.
   *
   * @param close the gripper, while pressed
   * @param open the gripper, while pressed
   * @param hold keeps control without moving, while pressed
   * @param pause holds the robot, and lets it go on when pressed again
   */
  record Buttons(
      @JsonProperty(required = true) Press close,
      @JsonProperty(required = true) Press open,
      @JsonProperty(required = true) Press hold,
      @JsonProperty(required = true) Press pause,
      @JsonProperty(required = true) Press success,
      @JsonProperty(required = true) Press failure,
      @JsonProperty(required = true) Press abort,
      @JsonProperty(required = true) Press again,
      @JsonProperty(required = true) Press estop) {}

  /** joy_node, which has to repeat what is held: {@code _autorepeat_rate:=20} or more. */
  record Joy(
      @JsonProperty(required = true) String name,
      @JsonProperty(required = true) String topic,
      @JsonProperty(required = true) Motion motion,
      @JsonProperty(required = true) Buttons buttons)
      implements Sticks {
    /** Checks names. */
    public Joy {
      checkName(name);
      Expect.topic(topic, "topic");
    }
  }

  /**
   * spacenav_node.
   *
   * @param twist_topic geometry_msgs/Twist: axes 0 to 5, linear first
   * @param joy_topic sensor_msgs/Joy, for its buttons alone
   */
  record Spacenav(
      @JsonProperty(required = true) String name,
      @JsonProperty(required = true) String twist_topic,
      @JsonProperty(required = true) String joy_topic,
      @JsonProperty(required = true) Motion motion,
      @JsonProperty(required = true) Buttons buttons)
      implements Sticks {
    /** Checks names. */
    public Spacenav {
      checkName(name);
      Expect.topic(twist_topic, "twist_topic");
      Expect.topic(joy_topic, "joy_topic");
    }
  }

  /** A SpaceMouse or SpaceNavigator on this machine's USB or radio. */
  record SpaceMouse(
      @JsonProperty(required = true) String name,
      @JsonProperty(required = true) Motion motion,
      @JsonProperty(required = true) Buttons buttons)
      implements Sticks {
    /** Checks the name. */
    public SpaceMouse {
      checkName(name);
    }
  }

  /**
   * An arm that a hand leads; the robot repeats its motion since the take-over, not its pose.
   *
   * @param topic sensor_msgs/JointState
   * @param robot name of a file in robots/: the leader's own kinematics
   * @param joint_names of that robot's joints, as the topic has them
   * @param scale the robot's motion for one of the leader's
   * @param moving_rad_s a joint faster than this begins a take-over
   * @param clutch_topic std_msgs/Bool, repeated twenty times a second: the take-over lasts as long
   *     as it says true; {@code none}: as long as the leader moves
   * @param gripper_joint whose position is the gripper's wish, or {@code none}
   */
  record LeaderArm(
      @JsonProperty(required = true) String name,
      @JsonProperty(required = true) String topic,
      @JsonProperty(required = true) String robot,
      @JsonProperty(required = true) List<String> joint_names,
      @JsonProperty(required = true) double scale,
      @JsonProperty(required = true) double moving_rad_s,
      @JsonProperty(required = true) String clutch_topic,
      @JsonProperty(required = true) String gripper_joint,
      @JsonProperty(required = true) double gripper_open,
      @JsonProperty(required = true) double gripper_closed)
      implements DeviceConfig {
    /** Checks names and ranges. */
    public LeaderArm {
      checkName(name);
      Expect.topic(topic, "topic");
      Expect.notBlank(robot, "robot");
      joint_names = Expect.names(joint_names, "joint_names");
      Expect.within(scale, 0.1, 4, "scale");
      Expect.within(moving_rad_s, 0.01, 2, "moving_rad_s");
      if (!clutch_topic.equals(NONE)) Expect.topic(clutch_topic, "clutch_topic");
      Expect.notBlank(gripper_joint, "gripper_joint");
      Expect.that(
          gripper_joint.equals(NONE) || gripper_open != gripper_closed,
          "gripper_closed",
          "expected another position than gripper_open");
    }

    /** The leader's own kinematics, from {@code ../robots} as seen from the rig's file. */
    public RobotConfig kinematics(Path rig) {
      Path folder = rig.toAbsolutePath().getParent().resolveSibling("robots");
      RobotConfig arm = ConfigReader.read(folder.resolve(robot + ".yaml"), RobotConfig.class);
      Expect.that(
          arm.n() == joint_names.size(),
          "device " + name + ": joint_names",
          "expected the " + arm.n() + " joints of " + robot + ", got " + joint_names.size());
      return arm;
    }
  }
}
