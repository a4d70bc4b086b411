package reins.ros.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageTypeTest {
  @ParameterizedTest
  @CsvSource({
    "std_msgs/Header, 2176decaecbce78abc3b96ef049fabed",
    "std_msgs/Empty, d41d8cd98f00b204e9800998ecf8427e",
    "std_msgs/String, 992ce8a1687cec8c8bd883ec73ca41d1",
    "std_msgs/Bool, 8b94c1b53db61fb6aed406028ad6332a",
    "std_msgs/Float32, 73fcbf46b49191e672908e50842a83d4",
    "std_msgs/Float64, fdb28210bfa9d7c91146260178d9a584",
    "std_msgs/Int32, da5909fbe378aeaf85e547e830cc1bb7",
    "std_msgs/UInt8, 7c8164229e7d2c17eb95e9231617fdee",
    "std_msgs/Float32MultiArray, 6a40e0ffa6a17a503ac3f8616991b1f6",
    "std_msgs/Float64MultiArray, 4b7d974086d4060e7db4613a7e6c3ba4",
    "geometry_msgs/Quaternion, a779879fadf0160734f906b8c19c7004",
    "geometry_msgs/Pose, e45d45a5a1ce597b249e23fb30fc871f",
    "geometry_msgs/PoseStamped, d3812c3cbc69362b77dc0b19b345f8f5",
    "geometry_msgs/Vector3, 4a842b65f413084dc2b10fb484ea7f17",
    "geometry_msgs/Vector3Stamped, 7b324c7325e683bf02a9b14b01090ec7",
    "geometry_msgs/Twist, 9f195f881246fdfa2798d1d3eebca84a",
    "geometry_msgs/TwistStamped, 98d34b0043a2093cf9d9345ab6eef12e",
    "geometry_msgs/WrenchStamped, d78d3cb249ce23087ade7e7d0c40cfa7",
    "geometry_msgs/TransformStamped, b5764a33bfeb3588febc2682852579b0",
    "sensor_msgs/JointState, 3066dcd76a6cfaef579bd0f34173e9fd",
    "sensor_msgs/Image, 060021388200f6f0f447d0fcd9c64743",
    "sensor_msgs/CompressedImage, 8f7a12909da2c9d3332d540a0977563f",
    "sensor_msgs/Joy, 5a9ea5f83505693b71e785041e67a8bb",
    "sensor_msgs/Imu, 6a62c6daae103f4ff57a132d6f95cec2",
    "rosgraph_msgs/Log, acffd30cd6b6de30f120938c17c593fb",
    "rosgraph_msgs/Clock, a9c97c1d230cfc112e270351a944ee47",
  })
  void shouldHaveTheSumThatRosHas(String name, String md5) {
    assertEquals(md5, MessageCatalog.standard().get(name).md5());
  }

  @Test
  void shouldReadAUsersOwnDefinitions(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("lab_msgs/msg"));
    Files.writeString(
        folder.resolve("lab_msgs/msg/Grip.msg"),
        "string MODE = fast # and loose\nuint8 OPEN=1 # wide\nHeader header\nFinger[2] fingers # both\n");
    Files.writeString(folder.resolve("lab_msgs/msg/Finger.msg"), "float64 width\n");
    MessageType grip = MessageCatalog.of(folder).get("lab_msgs/Grip");
    assertEquals("[header, fingers]", grip.fields().stream().map(Field::name).toList().toString());
    assertEquals(2, grip.fields().get(1).length());
    assertTrue(grip.fullText().contains("MSG: lab_msgs/Finger"));
    assertTrue(grip.fullText().contains("MSG: std_msgs/Header"));
  }

  @Test
  void shouldNameWhatIsWrongWithADefinition(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("lab_msgs"));
    Files.writeString(folder.resolve("lab_msgs/Bad.msg"), "float64 width\nfloat64\n");
    Files.writeString(folder.resolve("lab_msgs/Loop.msg"), "Loop[] again\n");
    Files.writeString(folder.resolve("lab_msgs/Twice.msg"), "int8 a\nint8 a\n");
    MessageCatalog catalog = MessageCatalog.of(folder);
    assertTrue(error(catalog, "lab_msgs/Bad").contains("Bad.msg line 2: expected TYPE NAME"));
    assertTrue(error(catalog, "lab_msgs/Loop").contains("contains itself"));
    assertTrue(error(catalog, "lab_msgs/Twice").contains("field a occurs twice"));
    assertTrue(error(catalog, "lab_msgs/Missing").contains("no definition"));
    assertTrue(error(catalog, "../etc/passwd").contains("expected PACKAGE/NAME"));
  }

  private static String error(MessageCatalog catalog, String name) {
    return assertThrows(IllegalArgumentException.class, () -> catalog.get(name)).getMessage();
  }
}
