package reins.ros.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DynamicCodecTest {
  private static final List<String> NAMES = standardNames();

  // Every definition that comes with the client.
  private static List<String> standardNames() {
    Path root = Path.of("src/main/resources/reins/ros/msg");
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString().replace(".msg", ""))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Property(tries = 500)
  void shouldReadBackWhatItWrites(@ForAll long seed) {
    Random random = new Random(seed);
    DynamicCodec codec =
        new DynamicCodec(MessageCatalog.standard().get(NAMES.get(random.nextInt(NAMES.size()))));
    DynamicMessage message = fill(codec.newMessage(), random);
    ByteBuffer wire = encode(codec, message);
    assertEquals(wire.limit(), codec.size(message));
    assertEquals(message, codec.decode(wire));
  }

  @Property(tries = 500)
  void shouldRefuseDamagedBytesWithoutAnyOtherError(@ForAll long seed) {
    Random random = new Random(seed);
    DynamicCodec codec =
        new DynamicCodec(MessageCatalog.standard().get(NAMES.get(random.nextInt(NAMES.size()))));
    ByteBuffer wire = encode(codec, fill(codec.newMessage(), random));
    if (wire.limit() == 0) return;
    for (int i = 0; i < 4; i++) wire.put(random.nextInt(wire.limit()), (byte) random.nextInt());
    wire.limit(random.nextInt(wire.limit() + 1));
    try {
      codec.decode(wire);
    } catch (WireFormatException refused) {
      assertTrue(refused.getMessage().contains("bytes"));
    }
  }

  @Test
  void shouldRefuseALyingCountBeforeTakingMemory() {
    DynamicCodec codec =
        new DynamicCodec(MessageCatalog.standard().get("std_msgs/Float64MultiArray"));
    ByteBuffer wire = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    wire.putInt(8, Integer.MAX_VALUE);
    assertTrue(
        assertThrows(WireFormatException.class, () -> codec.decode(wire))
            .getMessage()
            .contains("2147483647 elements"));
  }

  @Test
  void shouldSayWhichFieldDoesNotFit() {
    DynamicMessage joy = new DynamicMessage(MessageCatalog.standard().get("sensor_msgs/Joy"));
    assertTrue(message(() -> joy.set("axes", new double[2])).contains("field axes is float32[]"));
    assertTrue(message(() -> joy.set("axis", 1)).contains("has no field axis"));
    assertTrue(message(() -> joy.getDouble("buttons")).contains("is int32[]"));
    DynamicMessage byteMessage =
        new DynamicMessage(MessageCatalog.standard().get("std_msgs/UInt8"));
    assertTrue(message(() -> byteMessage.set("data", 256)).contains("uint8, found Integer 256"));
    assertEquals(255, byteMessage.set("data", 255).getLong("data"));
  }

  private static String message(org.junit.jupiter.api.function.Executable bad) {
    return assertThrows(IllegalArgumentException.class, bad).getMessage();
  }

  static ByteBuffer encode(DynamicCodec codec, DynamicMessage message) {
    ByteBuffer wire = ByteBuffer.allocate(codec.size(message)).order(ByteOrder.LITTLE_ENDIAN);
    codec.encode(message, wire);
    assertEquals(0, wire.remaining());
    return wire.flip();
  }

  static DynamicMessage fill(DynamicMessage message, Random random) {
    for (Field field : message.type().fields()) message.set(field.name(), value(field, random));
    return message;
  }

  private static Object value(Field field, Random random) {
    if (!field.isArray()) return element(field.element(), random);
    int length = field.length() == Field.ANY_LENGTH ? random.nextInt(4) : field.length();
    Class<?> component = FieldValue.arrayComponent(field.element());
    if (component == null)
      return IntStream.range(0, length).mapToObj(i -> element(field.element(), random)).toList();
    Object array = Array.newInstance(component, length);
    for (int i = 0; i < length; i++) {
      Object each = element(field.element(), random);
      switch (array) {
        case byte[] bytes -> bytes[i] = ((Long) each).byteValue();
        case int[] ints -> ints[i] = ((Long) each).intValue();
        case float[] floats -> floats[i] = ((Double) each).floatValue();
        default -> Array.set(array, i, each);
      }
    }
    return array;
  }

  private static Object element(ElementType element, Random random) {
    if (element instanceof MessageType nested) return fill(new DynamicMessage(nested), random);
    return switch ((Primitive) element) {
      case BOOL -> random.nextBoolean();
      case INT8, BYTE -> (long) (byte) random.nextInt();
      case UINT8, CHAR -> random.nextInt() & 0xFFL;
      case INT16 -> (long) (short) random.nextInt();
      case UINT16 -> random.nextInt() & 0xFFFFL;
      case INT32 -> (long) random.nextInt();
      case UINT32 -> random.nextInt() & 0xFFFF_FFFFL;
      case INT64, UINT64 -> random.nextLong();
      case FLOAT32 -> (double) random.nextFloat();
      case FLOAT64 -> random.nextGaussian();
      case STRING ->
          random
              .ints(random.nextInt(6), 32, 0xD000)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      case TIME -> new RosTime(random.nextInt() & 0xFFFF_FFFFL, random.nextInt(1_000_000_000));
      case DURATION -> new RosDuration(random.nextInt(), random.nextInt());
    };
  }
}
