package reins.ros.hot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reins.ros.message.DynamicCodec;
import reins.ros.message.DynamicMessage;
import reins.ros.message.MessageCatalog;

/** Messages of numbers, and an autopilot's state, against the codec that walks definitions. */
class NumbersCodecTest {
  private static DynamicMessage decoded(String type, ByteBuffer wire) {
    return new DynamicCodec(MessageCatalog.standard().get(type)).decode(wire);
  }

  private static ByteBuffer encoded(DynamicMessage message) {
    ByteBuffer out = ByteBuffer.allocate(16_384).order(ByteOrder.LITTLE_ENDIAN);
    new DynamicCodec(message.type()).encode(message, out);
    return out.flip();
  }

  private static <T> ByteBuffer encoded(HotCodec<T> codec, T message) {
    ByteBuffer out = ByteBuffer.allocate(codec.maxBytes()).order(ByteOrder.LITTLE_ENDIAN);
    codec.encode(message, out);
    return out.flip();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sensor_msgs/Imu",
        "nav_msgs/Odometry",
        "sensor_msgs/BatteryState",
        "geometry_msgs/PoseStamped",
        "geometry_msgs/Twist",
        "mavros_msgs/AttitudeTarget",
        "mavros_msgs/PositionTarget",
        "mavros_msgs/ExtendedState",
        "crazyswarm/FullState",
        "crazyswarm/VelocityWorld"
      })
  void shouldWriteAndReadWhatTheDefinitionSays(String type) {
    NumbersCodec codec = new NumbersCodec(type, "map", "base_link");
    Random random = new Random(1);
    for (int round = 0; round < 50; round++) {
      Numbers wanted = codec.allocate(), got = codec.allocate();
      // Whole numbers that fit a byte are every type's.
      for (int i = 0; i < wanted.value.length; i++) wanted.value[i] = random.nextInt(2);
      wanted.seq = 7;
      wanted.stamp_ns = 1_234_567_890_123L;
      ByteBuffer wire = encoded(codec, wanted);
      ByteBuffer again = encoded(decoded(type, wire.duplicate().order(ByteOrder.LITTLE_ENDIAN)));
      assertEquals(wire, again, type);
      assertTrue(codec.decode(again, got));
      for (int i = 0; i < wanted.value.length; i++) assertEquals(wanted.value[i], got.value[i]);
      if (!codec.type().isHeaded()) continue;
      assertEquals(7, got.seq);
      assertEquals(1_234_567_890_123L, got.stamp_ns);
    }
  }

  @Test
  void shouldNameThePlacesOfItsNumbers() {
    NumbersCodec codec = new NumbersCodec("nav_msgs/Odometry", "map", "base_link");
    Numbers odometry = codec.allocate();
    odometry.value[codec.at("pose.pose.position.x") + 2] = 1.5;
    odometry.value[codec.at("twist.twist.angular.z")] = -0.25;
    DynamicMessage read = decoded("nav_msgs/Odometry", encoded(codec, odometry));
    assertEquals("base_link", read.getString("child_frame_id"));
    assertEquals("map", read.getMessage("header").getString("frame_id"));
    assertEquals(
        1.5, read.getMessage("pose").getMessage("pose").getMessage("position").getDouble("z"));
    assertEquals(
        -0.25, read.getMessage("twist").getMessage("twist").getMessage("angular").getDouble("z"));
    assertThrows(IllegalArgumentException.class, () -> codec.at("pose.x"));
  }

  @Test
  void shouldKeepWidthsAndSigns() {
    NumbersCodec codec = new NumbersCodec("mavros_msgs/PositionTarget");
    Numbers target = codec.allocate();
    target.value[codec.at("coordinate_frame")] = 200;
    target.value[codec.at("type_mask")] = 60_000;
    target.value[codec.at("yaw")] = -0.5;
    DynamicMessage read = decoded("mavros_msgs/PositionTarget", encoded(codec, target));
    assertEquals(200, read.getLong("coordinate_frame"));
    assertEquals(60_000, read.getLong("type_mask"));
    assertEquals(-0.5, read.getDouble("yaw"));
    Numbers back = codec.allocate();
    assertTrue(codec.decode(encoded(read), back));
    assertEquals(60_000, back.value[codec.at("type_mask")]);
  }

  @Test
  void shouldPassOverArraysAndKeepTheFirstWhereAsked() {
    DynamicMessage battery =
        new DynamicMessage(MessageCatalog.standard().get("sensor_msgs/BatteryState"));
    battery.set("voltage", 11.5).set("cell_voltage", new float[] {3.8f, 3.8f, 3.9f});
    battery.set("location", "here").set("present", true);
    NumbersCodec codec = new NumbersCodec("sensor_msgs/BatteryState");
    Numbers got = codec.allocate();
    assertTrue(codec.decode(encoded(battery), got));
    assertEquals(11.5, got.value[codec.at("voltage")]);
    assertEquals(1, got.value[codec.at("present")]);

    DynamicMessage log =
        new DynamicMessage(MessageCatalog.standard().get("crazyswarm/GenericLogData"));
    NumbersCodec first = new NumbersCodec("crazyswarm/GenericLogData", 1);
    Numbers value = first.allocate();
    assertTrue(first.decode(encoded(log.set("values", new double[] {3.9, 7})), value));
    assertEquals(3.9, value.value[first.at("values")]);
    assertFalse(first.decode(encoded(log.set("values", new double[0])), value), "no value");
  }

  @Test
  void shouldRefuseWhatIsCutOff() {
    NumbersCodec codec = new NumbersCodec("nav_msgs/Odometry");
    ByteBuffer wire = encoded(codec, codec.allocate());
    Numbers into = codec.allocate();
    for (int n = 0; n < wire.limit(); n++) {
      ByteBuffer part = wire.slice(0, n).order(ByteOrder.LITTLE_ENDIAN);
      assertFalse(codec.decode(part, into), "of " + n + " bytes");
    }
    assertThrows(IllegalArgumentException.class, () -> new NumbersCodec("sensor_msgs/JointState"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"OFFBOARD", "AUTO.LAND", "AUTO.LOITER", "MANUAL", "CMODE(7)"})
  void shouldKnowAnAutopilotsMode(String mode) {
    PilotStateCodec codec = new PilotStateCodec();
    DynamicMessage state = new DynamicMessage(codec.type());
    state.set("connected", true).set("armed", true).set("mode", mode).set("system_status", 4);
    PilotState read = codec.allocate();
    assertTrue(codec.decode(encoded(state), read));
    assertTrue(read.connected && read.armed);
    assertEquals(Math.max(0, PilotState.MODES.indexOf(mode)), read.mode);
    DynamicMessage back = decoded("mavros_msgs/State", encoded(codec, read));
    assertEquals(PilotState.MODES.get(read.mode), back.getString("mode"));
    assertFalse(codec.decode(encoded(state).slice(0, 20).order(ByteOrder.LITTLE_ENDIAN), read));
  }
}
