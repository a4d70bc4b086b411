package reins.ros.hot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import reins.ros.message.DynamicCodec;
import reins.ros.message.DynamicMessage;
import reins.ros.message.Field;
import reins.ros.message.MessageCatalog;

/** The codecs of robots' drivers against the one that walks definitions. */
class DriverCodecTest {
  private static DynamicMessage dynamic(String type) {
    return new DynamicMessage(MessageCatalog.standard().get(type));
  }

  private static ByteBuffer encode(DynamicMessage message) {
    ByteBuffer out = ByteBuffer.allocate(16_384).order(ByteOrder.LITTLE_ENDIAN);
    new DynamicCodec(message.type()).encode(message, out);
    return out.flip();
  }

  private static <T> ByteBuffer encode(HotCodec<T> codec, T message) {
    ByteBuffer out = ByteBuffer.allocate(codec.maxBytes()).order(ByteOrder.LITTLE_ENDIAN);
    codec.encode(message, out);
    return out.flip();
  }

  private static double[] doubles(Random random, int length) {
    return random.doubles(length, -9, 9).toArray();
  }

  @Property(tries = 100)
  void shouldReadOfAFrankaStateWhatIsThere(@ForAll long seed) {
    Random random = new Random(seed);
    DynamicMessage whole = dynamic("franka_msgs/FrankaState");
    for (Field field : whole.type().fields())
      if (field.declared().startsWith("float64["))
        whole.set(field.name(), doubles(random, field.length()));
    whole.getMessage("header").set("frame_id", "x".repeat(random.nextInt(40))).set("seq", 7);
    whole.set("control_command_success_rate", 0.875).set("robot_mode", random.nextInt(7));
    boolean reflex = random.nextBoolean();
    whole.getMessage("current_errors").set("joint_reflex", reflex);
    whole.getMessage("last_motion_errors").set("base_acceleration_invalid_reading", true);
    FrankaStateCodec codec = new FrankaStateCodec("");
    FrankaState read = codec.allocate();
    assertTrue(codec.decode(encode(whole), read));
    assertEquals(7, read.seq);
    assertArrayEquals(whole.getDoubles("q"), read.q_rad);
    assertArrayEquals(whole.getDoubles("dq"), read.dq_rad_s);
    assertArrayEquals(whole.getDoubles("tau_J"), read.tau_J_Nm);
    assertArrayEquals(whole.getDoubles("O_T_EE"), read.O_T_EE);
    assertArrayEquals(whole.getDoubles("F_T_EE"), read.F_T_EE);
    assertEquals(0.875, read.control_command_success_rate);
    assertEquals(whole.getLong("robot_mode"), read.robot_mode);
    assertEquals(reflex ? 1L << 6 : 0, read.current_errors);
    assertEquals(1L << 40, read.last_motion_errors);
  }

  @Test
  void shouldWriteAFrankaStateThatItReads() {
    FrankaStateCodec codec = new FrankaStateCodec("panda_link0");
    FrankaState state = codec.allocate();
    state.q_rad[6] = 6;
    state.O_T_EE[15] = 1;
    state.robot_mode = FrankaState.MODE_MOVE;
    state.current_errors = 1L << 40 | 1;
    ByteBuffer wire = encode(codec, state);
    DynamicMessage whole =
        new DynamicCodec(codec.type()).decode(wire.duplicate().order(wire.order()));
    assertEquals(6, whole.getDoubles("q")[6]);
    assertEquals(2491 + "panda_link0".length(), wire.limit(), "as long as franka_ros sends");
    FrankaState read = codec.allocate();
    assertTrue(codec.decode(wire, read));
    assertEquals(state.current_errors, read.current_errors);
    assertArrayEquals(state.O_T_EE, read.O_T_EE);
    assertFalse(codec.decode(encode(codec, state).limit(2000), read));
  }

  @Test
  void shouldReadAndWriteACamerasImages() {
    ImageCodec codec = new ImageCodec(5, 3, "rgb8", 3, "wrist");
    Image image = codec.allocate();
    new Random(1).nextBytes(image.pixels);
    image.seq = 9;
    image.stamp_ns = 5_000_000_007L;
    ByteBuffer wire = encode(codec, image);
    DynamicMessage whole =
        new DynamicCodec(codec.type()).decode(wire.duplicate().order(wire.order()));
    assertEquals(5, whole.getLong("width"));
    assertEquals(3, whole.getLong("height"));
    assertEquals(15, whole.getLong("step"));
    assertEquals("rgb8", whole.getString("encoding"));
    assertEquals("wrist", whole.getMessage("header").getString("frame_id"));
    assertArrayEquals(image.pixels, whole.getBytes("data"));
    Image read = codec.allocate();
    assertTrue(codec.decode(encode(whole), read));
    assertEquals(9, read.seq);
    assertEquals(image.stamp_ns, read.stamp_ns);
    assertArrayEquals(image.pixels, read.pixels);
    for (String field : List.of("width", "height", "step"))
      assertFalse(
          codec.decode(
              encode(new DynamicCodec(codec.type()).decode(encode(codec, image)).set(field, 4)),
              read),
          field);
    assertFalse(codec.decode(encode(whole.set("encoding", "bgr8")), read));
    assertFalse(
        codec.decode(encode(whole.set("encoding", "rgb8").set("data", new byte[44])), read));
  }

  @Property(tries = 200)
  void shouldFindJointsInAnyOrderAmongOthers(@ForAll long seed) {
    Random random = new Random(seed);
    List<String> ours = List.of("shoulder_pan_joint", "elbow_joint", "wrist_1_joint");
    List<String> sent = new ArrayList<>(ours);
    if (random.nextBoolean()) sent.add("finger_joint");
    Collections.shuffle(sent, random);
    double[] position = doubles(random, sent.size()), velocity = doubles(random, sent.size());
    boolean effort = random.nextBoolean();
    DynamicMessage message =
        dynamic("sensor_msgs/JointState")
            .set("name", sent)
            .set("position", position)
            .set("velocity", velocity)
            .set("effort", effort ? position : new double[0]);
    JointMapCodec codec = new JointMapCodec("", ours);
    JointState read = codec.allocate();
    assertTrue(codec.decode(encode(message), read));
    for (int i = 0; i < ours.size(); i++) {
      int k = sent.indexOf(ours.get(i));
      assertEquals(position[k], read.position[i]);
      assertEquals(velocity[k], read.velocity[i]);
      assertEquals(effort ? position[k] : Double.NaN, read.effort[i]);
    }
    message.set("name", sent.stream().map(name -> name.replace("elbow", "knee")).toList());
    assertFalse(codec.decode(encode(message), read), "a joint is missing");
    message.set("name", sent).set("velocity", new double[1]);
    assertFalse(codec.decode(encode(message), read), "a speed is missing");
  }

  @Property(tries = 200)
  void shouldSurviveAnyBytes(@ForAll byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    JointMapCodec joints = new JointMapCodec("", List.of("a", "b"));
    joints.decode(in.duplicate().order(in.order()), joints.allocate());
    GripperGoalCodec goals = GripperGoalCodec.grasp("me");
    assertFalse(goals.decode(in.duplicate().order(in.order()), goals.allocate()));
    ActionResultCodec results = new ActionResultCodec("franka_gripper/MoveActionResult", "me");
    assertFalse(results.decode(in.duplicate().order(in.order()), results.allocate()));
    ImageCodec images = new ImageCodec(2, 2, "mono8", 1, "");
    images.decode(in.duplicate().order(in.order()), images.allocate());
  }

  @Test
  void shouldWriteGripperGoalsAsDefined() {
    for (boolean grasp : new boolean[] {false, true}) {
      GripperGoalCodec codec =
          grasp ? GripperGoalCodec.grasp("/us-") : GripperGoalCodec.move("/us-");
      GripperGoal goal = codec.allocate();
      goal.number = 1234567890L;
      goal.stamp_ns = 5_000_000_007L;
      goal.width_m = 0.03;
      goal.epsilon_m = 0.08;
      goal.speed_m_s = 0.1;
      goal.force_N = 20;
      ByteBuffer wire = encode(codec, goal);
      DynamicMessage whole =
          new DynamicCodec(codec.type()).decode(wire.duplicate().order(wire.order()));
      assertEquals("/us-1234567890", whole.getMessage("goal_id").getString("id"));
      assertEquals(0.03, whole.getMessage("goal").getDouble("width"));
      assertEquals(0.1, whole.getMessage("goal").getDouble("speed"));
      if (grasp) {
        assertEquals(20, whole.getMessage("goal").getDouble("force"));
        assertEquals(0.08, whole.getMessage("goal").getMessage("epsilon").getDouble("outer"));
      }
      GripperGoal read = codec.allocate();
      assertTrue(codec.decode(wire, read));
      assertEquals(goal.number, read.number);
      assertEquals(goal.width_m, read.width_m);
    }
  }

  @Test
  void shouldKnowTheResultsOfItsOwnGoals() {
    DynamicMessage message = dynamic("franka_gripper/GraspActionResult");
    DynamicMessage status = message.getMessage("status");
    status.set("text", "well done").getMessage("goal_id").set("id", "/us-0000000042");
    message.getMessage("result").set("success", true).set("error", "");
    ActionResultCodec codec = new ActionResultCodec("franka_gripper/GraspActionResult", "/us-");
    ActionResult read = codec.allocate();
    assertTrue(codec.decode(encode(message), read));
    assertEquals(42, read.number);
    assertTrue(read.success);
    status.getMessage("goal_id").set("id", "/them-00000042");
    assertFalse(codec.decode(encode(message), read));
  }

  @Test
  void shouldWriteOnePointOfATrajectoryAsDefined() {
    TrajectoryPointCodec codec = new TrajectoryPointCodec(List.of("elbow", "wrist"));
    TrajectoryPoint point = codec.allocate();
    point.position_rad[0] = 1;
    point.position_rad[1] = -2;
    point.time_from_start_ns = 1_050_000_000L;
    ByteBuffer wire = encode(codec, point);
    DynamicMessage whole =
        new DynamicCodec(codec.type()).decode(wire.duplicate().order(wire.order()));
    assertEquals(List.of("elbow", "wrist"), whole.getStrings("joint_names"));
    DynamicMessage only = whole.getMessages("points").getFirst();
    assertEquals(1, whole.getMessages("points").size());
    assertArrayEquals(point.position_rad, only.getDoubles("positions"));
    assertEquals(0, only.getDoubles("velocities").length);
    assertEquals("RosDuration[secs=1, nsecs=50000000]", only.get("time_from_start").toString());
    TrajectoryPoint read = codec.allocate();
    assertTrue(codec.decode(wire, read));
    assertArrayEquals(point.position_rad, read.position_rad);
    assertEquals(point.time_from_start_ns, read.time_from_start_ns);
  }

  @Test
  void shouldReadModesAndNumbers() {
    ByteCodec modes = new ByteCodec("ur_dashboard_msgs/RobotMode");
    int[] mode = modes.allocate();
    assertTrue(modes.decode(encode(dynamic("ur_dashboard_msgs/RobotMode").set("mode", -1)), mode));
    assertEquals(-1, mode[0]);
    Float64Codec numbers = new Float64Codec();
    double[] number = numbers.allocate();
    assertTrue(numbers.decode(encode(dynamic("std_msgs/Float64").set("data", 0.5)), number));
    assertEquals(0.5, number[0]);
  }
}
