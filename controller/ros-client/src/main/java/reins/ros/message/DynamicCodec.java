package reins.ros.message;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads and writes {@link DynamicMessage}s by walking their definition. */
public final class DynamicCodec implements MessageCodec<DynamicMessage> {
  /**
   * Elements of a message without fields take no bytes, so only this bounds how many a peer may
   * claim.
   */
  private static final int MAX_EMPTY_ELEMENTS = 4096;

  private final MessageType type;

  public DynamicCodec(MessageType type) {
    this.type = type;
  }

  @Override
  public MessageType type() {
    return type;
  }

  @Override
  public DynamicMessage newMessage() {
    return new DynamicMessage(type);
  }

  @Override
  public int size(DynamicMessage message) {
    int size = 0;
    for (int i = 0; i < message.type().fields().size(); i++)
      size = Math.addExact(size, sizeOf(message.type().fields().get(i), message.value(i)));
    return size;
  }

  private int sizeOf(Field field, Object value) {
    if (!field.isArray()) return sizeOf(field.element(), value);
    int size = field.length() == Field.ANY_LENGTH ? Integer.BYTES : 0;
    if (value instanceof List<?> list) {
      for (Object each : list) size = Math.addExact(size, sizeOf(field.element(), each));
      return size;
    }
    return Math.addExact(
        size, Math.multiplyExact(Array.getLength(value), field.element().minBytes()));
  }

  private int sizeOf(ElementType element, Object value) {
    if (value instanceof String text)
      return Integer.BYTES + text.getBytes(StandardCharsets.UTF_8).length;
    if (value instanceof DynamicMessage message) return size(message);
    return element.minBytes();
  }

  @Override
  public void encode(DynamicMessage message, ByteBuffer out) {
    List<Field> fields = message.type().fields();
    for (int i = 0; i < fields.size(); i++) write(fields.get(i), message.value(i), out);
  }

  private void write(Field field, Object value, ByteBuffer out) {
    if (!field.isArray()) {
      writeElement(field.element(), value, out);
    } else if (value instanceof List<?> list) {
      if (field.length() == Field.ANY_LENGTH) out.putInt(list.size());
      for (Object each : list) writeElement(field.element(), each, out);
    } else {
      if (field.length() == Field.ANY_LENGTH) out.putInt(Array.getLength(value));
      writeArray((Primitive) field.element(), value, out);
    }
  }

  private void writeElement(ElementType element, Object value, ByteBuffer out) {
    switch (element) {
      case MessageType nested -> encode((DynamicMessage) value, out);
      case Primitive primitive -> {
        switch (primitive) {
          case BOOL -> out.put((byte) ((Boolean) value ? 1 : 0));
          case INT8, UINT8, BYTE, CHAR -> out.put(((Long) value).byteValue());
          case INT16, UINT16 -> out.putShort(((Long) value).shortValue());
          case INT32, UINT32 -> out.putInt(((Long) value).intValue());
          case INT64, UINT64 -> out.putLong((Long) value);
          case FLOAT32 -> out.putFloat(((Double) value).floatValue());
          case FLOAT64 -> out.putDouble((Double) value);
          case STRING -> {
            byte[] bytes = ((String) value).getBytes(StandardCharsets.UTF_8);
            out.putInt(bytes.length).put(bytes);
          }
          case TIME -> out.putInt((int) ((RosTime) value).secs()).putInt(((RosTime) value).nsecs());
          case DURATION ->
              out.putInt(((RosDuration) value).secs()).putInt(((RosDuration) value).nsecs());
        }
      }
    }
  }

  private static void writeArray(Primitive element, Object array, ByteBuffer out) {
    switch (array) {
      case byte[] bytes -> out.put(bytes);
      case double[] doubles -> {
        for (double each : doubles) out.putDouble(each);
      }
      case float[] floats -> {
        for (float each : floats) out.putFloat(each);
      }
      case boolean[] booleans -> {
        for (boolean each : booleans) out.put((byte) (each ? 1 : 0));
      }
      case int[] ints -> {
        for (int each : ints)
          if (element == Primitive.INT32) out.putInt(each);
          else out.putShort((short) each);
      }
      case long[] longs -> {
        for (long each : longs)
          if (element == Primitive.UINT32) out.putInt((int) each);
          else out.putLong(each);
      }
      default -> throw new IllegalStateException("array of " + element);
    }
  }

  @Override
  public DynamicMessage decode(ByteBuffer in) {
    DynamicMessage message = read(type, in);
    if (in.hasRemaining())
      throw new WireFormatException(type.name() + ": " + in.remaining() + " bytes too many");
    return message;
  }

  private static DynamicMessage read(MessageType type, ByteBuffer in) {
    Object[] values = new Object[type.fields().size()];
    for (int i = 0; i < values.length; i++) {
      Field field = type.fields().get(i);
      values[i] = field.isArray() ? readArray(type, field, in) : readElement(type, field, in);
    }
    return new DynamicMessage(type, values);
  }

  private static Object readElement(MessageType owner, Field field, ByteBuffer in) {
    if (field.element() instanceof MessageType nested) return read(nested, in);
    Primitive primitive = (Primitive) field.element();
    require(owner, field, in, primitive.minBytes());
    return switch (primitive) {
      case BOOL -> in.get() != 0;
      case INT8, BYTE -> (long) in.get();
      case UINT8, CHAR -> in.get() & 0xFFL;
      case INT16 -> (long) in.getShort();
      case UINT16 -> in.getShort() & 0xFFFFL;
      case INT32 -> (long) in.getInt();
      case UINT32 -> in.getInt() & 0xFFFF_FFFFL;
      case INT64, UINT64 -> in.getLong();
      case FLOAT32 -> (double) in.getFloat();
      case FLOAT64 -> in.getDouble();
      case STRING -> readString(owner, field, in);
      case TIME -> new RosTime(in.getInt() & 0xFFFF_FFFFL, in.getInt());
      case DURATION -> new RosDuration(in.getInt(), in.getInt());
    };
  }

  private static String readString(MessageType owner, Field field, ByteBuffer in) {
    int length = in.getInt();
    require(owner, field, in, length);
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static Object readArray(MessageType owner, Field field, ByteBuffer in) {
    int count = field.length();
    if (count == Field.ANY_LENGTH) {
      require(owner, field, in, Integer.BYTES);
      count = in.getInt();
    }
    int minBytes = field.element().minBytes();
    int most = minBytes == 0 ? MAX_EMPTY_ELEMENTS : in.remaining() / minBytes;
    if (count < 0 || count > most)
      throw new WireFormatException(
          owner.name()
              + " field "
              + field.name()
              + ": "
              + count
              + " elements claimed, "
              + in.remaining()
              + " bytes left");
    Class<?> component = FieldValue.arrayComponent(field.element());
    if (component != null) return readPrimitives((Primitive) field.element(), component, count, in);
    List<Object> list = new ArrayList<>(count);
    for (int i = 0; i < count; i++) list.add(readElement(owner, field, in));
    return List.copyOf(list);
  }

  private static Object readPrimitives(
      Primitive element, Class<?> component, int count, ByteBuffer in) {
    Object array = Array.newInstance(component, count);
    switch (array) {
      case byte[] bytes -> in.get(bytes);
      case double[] doubles -> {
        for (int i = 0; i < count; i++) doubles[i] = in.getDouble();
      }
      case float[] floats -> {
        for (int i = 0; i < count; i++) floats[i] = in.getFloat();
      }
      case boolean[] booleans -> {
        for (int i = 0; i < count; i++) booleans[i] = in.get() != 0;
      }
      case int[] ints -> {
        for (int i = 0; i < count; i++)
          ints[i] =
              switch (element) {
                case INT16 -> in.getShort();
                case UINT16 -> in.getShort() & 0xFFFF;
                default -> in.getInt();
              };
      }
      case long[] longs -> {
        for (int i = 0; i < count; i++)
          longs[i] = element == Primitive.UINT32 ? in.getInt() & 0xFFFF_FFFFL : in.getLong();
      }
      default -> throw new IllegalStateException("array of " + element);
    }
    return array;
  }

  private static void require(MessageType owner, Field field, ByteBuffer in, int bytes) {
    if (bytes < 0 || bytes > in.remaining())
      throw new WireFormatException(
          owner.name()
              + " field "
              + field.name()
              + ": "
              + bytes
              + " bytes claimed, "
              + in.remaining()
              + " left");
  }
}
