package reins.ros.hot;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import reins.ros.message.Field;
import reins.ros.message.MessageCatalog;
import reins.ros.message.MessageType;
import reins.ros.message.Primitive;

/**
 * Any message of numbers, whatever its type: poses, twists, inertial measurements, set-points.
 *
 * <p>Numbers of every width become doubles, in the order of the definition. Texts are written as
 * given at the start and passed over when reading; arrays of any length are written empty and
 * passed over, but for the first {@code kept} values of a last one of doubles.
 */
public final class NumbersCodec implements HotCodec<Numbers> {
  /** The longest array of any length that is passed over, in elements. */
  private static final int MAX_ELEMENTS = 64;

  private static final int HEADER = 0;
  private static final int TEXT = 1;
  private static final int ARRAY = 2;
  private static final int KEPT = 3;
  private static final int I8 = 4;
  private static final int U8 = 5;
  private static final int I16 = 6;
  private static final int U16 = 7;
  private static final int I32 = 8;
  private static final int U32 = 9;
  private static final int F32 = 10;
  private static final int F64 = 11;

  private final MessageType type;
  private final Map<String, Integer> places = new HashMap<>();
  private final int[] steps;
  private final int[] sizes;
  private final byte[][] texts;
  private final int kept;
  private int count;
  private int maxBytes;

  /**
   * @param type such as {@code sensor_msgs/Imu}
   * @param texts in their order, the header's frame first; those left are empty
   */
  public NumbersCodec(String type, String... texts) {
    this(type, 0, texts);
  }

  /**
   * @param kept how many values of its array of doubles of any length are read and written
   */
  public NumbersCodec(String type, int kept, String... texts) {
    this.type = MessageCatalog.standard().get(type);
    this.kept = kept;
    List<int[]> all = new ArrayList<>();
    add("", this.type, all);
    steps = all.stream().mapToInt(s -> s[0]).toArray();
    sizes = all.stream().mapToInt(s -> s[1]).toArray();
    this.texts = new byte[steps.length][];
    int given = 0;
    for (int i = 0; i < steps.length; i++) {
      if (steps[i] != HEADER && steps[i] != TEXT) continue;
      this.texts[i] = HotWire.string(given < texts.length ? texts[given++] : "");
      maxBytes += Math.max(HotWire.MAX_FRAME_ID_BYTES, this.texts[i].length);
    }
  }

  private void add(String path, MessageType message, List<int[]> all) {
    for (Field field : message.fields()) {
      String name = path + field.name();
      if (field.length() == Field.ANY_LENGTH) array(name, field, all);
      else if (field.element() instanceof MessageType nested && !field.isArray())
        if (nested.name().equals("std_msgs/Header")) step(HEADER, HotWire.HEADER_BYTES, all);
        else add(name + ".", nested, all);
      else numbers(name, field, all);
    }
  }

  private void array(String name, Field field, List<int[]> all) {
    if (kept > 0 && field.element() == Primitive.FLOAT64) {
      places.put(name, count);
      count += kept;
      step(KEPT, Double.BYTES, all);
    } else {
      if (!(field.element() instanceof Primitive p) || p == Primitive.STRING) refuse(name);
      step(ARRAY, field.element().minBytes(), all);
    }
    maxBytes += Integer.BYTES + MAX_ELEMENTS * field.element().minBytes();
  }

  private void numbers(String name, Field field, List<int[]> all) {
    if (!(field.element() instanceof Primitive primitive)) {
      refuse(name);
      return;
    }
    if (primitive == Primitive.STRING && !field.isArray()) {
      step(TEXT, Integer.BYTES, all);
      return;
    }
    places.put(name, count);
    for (int i = 0; i < Math.max(1, field.length()); i++) {
      step(step(name, primitive), primitive.minBytes(), all);
      count++;
    }
  }

  private int step(String name, Primitive primitive) {
    return switch (primitive) {
      case BOOL, UINT8, CHAR -> U8;
      case INT8, BYTE -> I8;
      case INT16 -> I16;
      case UINT16 -> U16;
      case INT32 -> I32;
      case UINT32 -> U32;
      case FLOAT32 -> F32;
      case FLOAT64 -> F64;
      default -> refuse(name);
    };
  }

  private int refuse(String name) {
    throw new IllegalArgumentException(type.name() + ": " + name + ": expected numbers");
  }

  private void step(int step, int bytes, List<int[]> all) {
    all.add(new int[] {step, bytes});
    if (step != ARRAY && step != KEPT) maxBytes += bytes;
  }

  /**
   * Where a number stands, the first of it where it is an array or a vector's x.
   *
   * @param path such as {@code pose.pose.position.x}
   */
  public int at(String path) {
    Integer place = places.get(path);
    if (place == null)
      throw new IllegalArgumentException(
          type.name() + " has no " + path + ", expected one of " + places.keySet());
    return place;
  }

  @Override
  public MessageType type() {
    return type;
  }

  @Override
  public Numbers allocate() {
    return new Numbers(count);
  }

  @Override
  public int maxBytes() {
    return maxBytes;
  }

  @Override
  public void encode(Numbers message, ByteBuffer out) {
    int k = 0;
    for (int i = 0; i < steps.length; i++) {
      switch (steps[i]) {
        case HEADER -> HotWire.putHeader(out, message.seq, message.stamp_ns, texts[i]);
        case TEXT -> out.put(texts[i]);
        case ARRAY -> out.putInt(0);
        case KEPT -> {
          out.putInt(kept);
          for (int n = 0; n < kept; n++) out.putDouble(message.value[k++]);
        }
        case I8, U8 -> out.put((byte) message.value[k++]);
        case I16, U16 -> out.putShort((short) (int) message.value[k++]);
        case I32, U32 -> out.putInt((int) (long) message.value[k++]);
        case F32 -> out.putFloat((float) message.value[k++]);
        default -> out.putDouble(message.value[k++]);
      }
    }
  }

  @Override
  public boolean decode(ByteBuffer in, Numbers out) {
    int k = 0;
    for (int i = 0; i < steps.length; i++) {
      if (in.remaining() < sizes[i] && steps[i] > KEPT) return false;
      switch (steps[i]) {
        case HEADER -> {
          int start = in.position();
          if (!HotWire.skipHeader(in)) return false;
          out.seq = in.getInt(start);
          out.stamp_ns = HotWire.stamp_ns(in, start);
        }
        case TEXT -> {
          if (!HotWire.skipString(in)) return false;
        }
        case ARRAY -> {
          if (!skip(in, sizes[i], 0)) return false;
        }
        case KEPT -> {
          int start = in.position() + Integer.BYTES;
          if (!skip(in, sizes[i], kept)) return false;
          for (int n = 0; n < kept; n++) out.value[k++] = in.getDouble(start + n * Double.BYTES);
        }
        case I8 -> out.value[k++] = in.get();
        case U8 -> out.value[k++] = in.get() & 0xFF;
        case I16 -> out.value[k++] = in.getShort();
        case U16 -> out.value[k++] = in.getShort() & 0xFFFF;
        case I32 -> out.value[k++] = in.getInt();
        case U32 -> out.value[k++] = in.getInt() & 0xFFFF_FFFFL;
        case F32 -> out.value[k++] = in.getFloat();
        default -> out.value[k++] = in.getDouble();
      }
    }
    return !in.hasRemaining();
  }

  private static boolean skip(ByteBuffer in, int size, int least) {
    if (in.remaining() < Integer.BYTES) return false;
    int elements = in.getInt();
    if (elements < least || elements > MAX_ELEMENTS || elements * size > in.remaining())
      return false;
    in.position(in.position() + elements * size);
    return true;
  }
}
