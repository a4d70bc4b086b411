package reins.ros.hot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import reins.ros.message.DynamicCodec;
import reins.ros.message.DynamicMessage;
import reins.ros.message.MessageCatalog;
import reins.ros.message.RosTime;

/** The hand-written codecs against the one that walks definitions: two ways to the same bytes. */
class HotCodecTest {
  private static final List<String> JOINTS = List.of("panda_joint1", "panda_joint2", "gelenk_ä");
  private final JointStateCodec joints = new JointStateCodec("panda_link0", JOINTS);
  private final Float64ArrayCodec array = new Float64ArrayCodec(7);
  private final PoseStampedCodec poses = new PoseStampedCodec("world");

  @Property(tries = 200)
  void shouldWriteAndReadJointStatesAsDefined(@ForAll long seed) {
    JointState message = joints.allocate();
    Random random = new Random(seed);
    message.seq = random.nextInt() >>> 1;
    message.stamp_ns = random.nextLong(4_000_000_000_000_000_000L);
    fill(random, message.position, message.velocity, message.effort);
    DynamicMessage expected =
        dynamic("sensor_msgs/JointState")
            .set("header", header(message.seq, message.stamp_ns, "panda_link0"))
            .set("name", JOINTS)
            .set("position", message.position)
            .set("velocity", message.velocity)
            .set("effort", message.effort);
    assertEquals(expected, decode(encode(joints, message), "sensor_msgs/JointState"));
    JointState read = joints.allocate();
    assertTrue(joints.decode(encode(expected), read));
    assertEquals(message.stamp_ns, read.stamp_ns);
    assertEquals(message.seq, read.seq);
    assertArrayEquals(message.position, read.position);
    assertArrayEquals(message.velocity, read.velocity);
    assertArrayEquals(message.effort, read.effort);
  }

  @Property(tries = 200)
  void shouldWriteAndReadPosesAsDefined(@ForAll long seed) {
    Random random = new Random(seed);
    PoseStamped message = poses.allocate();
    message.seq = random.nextInt() >>> 1;
    message.stamp_ns = random.nextLong(4_000_000_000_000_000_000L);
    fill(random, message.position_m, message.orientation_xyzw);
    DynamicMessage expected =
        dynamic("geometry_msgs/PoseStamped")
            .set("header", header(message.seq, message.stamp_ns, "world"));
    DynamicMessage pose = expected.getMessage("pose");
    String[] axes = {"x", "y", "z", "w"};
    for (int i = 0; i < 3; i++) pose.getMessage("position").set(axes[i], message.position_m[i]);
    for (int i = 0; i < 4; i++)
      pose.getMessage("orientation").set(axes[i], message.orientation_xyzw[i]);
    assertEquals(expected, decode(encode(poses, message), "geometry_msgs/PoseStamped"));
    PoseStamped read = poses.allocate();
    assertTrue(poses.decode(encode(expected), read));
    assertEquals(message.stamp_ns, read.stamp_ns);
    assertArrayEquals(message.position_m, read.position_m);
    assertArrayEquals(message.orientation_xyzw, read.orientation_xyzw);
  }

  @Property(tries = 200)
  void shouldWriteAndReadArraysAsDefined(@ForAll long seed) {
    double[] message = array.allocate();
    fill(new Random(seed), message);
    DynamicMessage expected = dynamic("std_msgs/Float64MultiArray").set("data", message);
    assertEquals(expected, decode(encode(array, message), "std_msgs/Float64MultiArray"));
    DynamicMessage dimension =
        dynamic("std_msgs/MultiArrayDimension").set("label", "joint").set("size", 7);
    expected.getMessage("layout").set("dim", List.of(dimension, dimension));
    double[] read = array.allocate();
    assertTrue(array.decode(encode(expected), read));
    assertArrayEquals(message, read);
  }

  @Test
  void shouldRefuseOtherShapes() {
    JointState out = joints.allocate();
    DynamicMessage state =
        dynamic("sensor_msgs/JointState").set("name", JOINTS).set("position", new double[3]);
    assertTrue(joints.decode(encode(state), out), "velocity and effort may be left out");
    assertTrue(Double.isNaN(out.effort[2]));
    assertFalse(joints.decode(encode(state.set("position", new double[4])), out));
    assertFalse(
        joints.decode(
            encode(state.set("position", new double[3]).set("name", JOINTS.reversed())), out));
    assertFalse(
        array.decode(
            encode(dynamic("std_msgs/Float64MultiArray").set("data", new double[6])),
            array.allocate()));
  }

  @Property(tries = 2000)
  void shouldRefuseDamagedBytesWithoutAnError(@ForAll long seed) {
    Random random = new Random(seed);
    damage(random, joints);
    damage(random, poses);
    damage(random, array);
  }

  private static <T> void damage(Random random, HotCodec<T> codec) {
    ByteBuffer wire = encode(codec, codec.allocate());
    for (int i = random.nextInt(4); i > 0; i--)
      wire.put(random.nextInt(wire.limit()), (byte) random.nextInt());
    wire.limit(random.nextInt(wire.limit() + 1));
    codec.decode(wire, codec.allocate());
  }

  private static void fill(Random random, double[]... arrays) {
    for (double[] values : arrays) Arrays.setAll(values, i -> random.nextGaussian());
  }

  private static DynamicMessage dynamic(String type) {
    return new DynamicMessage(MessageCatalog.standard().get(type));
  }

  private static DynamicMessage header(int seq, long stamp_ns, String frameId) {
    return dynamic("std_msgs/Header")
        .set("seq", seq)
        .set("stamp", RosTime.of_ns(stamp_ns))
        .set("frame_id", frameId);
  }

  private static <T> ByteBuffer encode(HotCodec<T> codec, T message) {
    ByteBuffer wire = ByteBuffer.allocateDirect(codec.maxBytes()).order(ByteOrder.LITTLE_ENDIAN);
    codec.encode(message, wire);
    return wire.flip();
  }

  private static ByteBuffer encode(DynamicMessage message) {
    DynamicCodec codec = new DynamicCodec(message.type());
    ByteBuffer wire = ByteBuffer.allocate(codec.size(message)).order(ByteOrder.LITTLE_ENDIAN);
    codec.encode(message, wire);
    return wire.flip();
  }

  private static DynamicMessage decode(ByteBuffer wire, String type) {
    return new DynamicCodec(MessageCatalog.standard().get(type)).decode(wire);
  }
}
