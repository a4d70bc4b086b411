package reins.ros.message;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Messages as people read and write them: YAML out, maps and lists in. */
public final class MessageText {
  private static final int MAX_SHOWN = 64;

  private MessageText() {}

  /**
   * A line for each field, nested messages indented; of long arrays the beginning and the length.
   */
  public static String format(DynamicMessage message) {
    StringBuilder out = new StringBuilder();
    fields(out, message, "");
    return out.toString();
  }

  private static void fields(StringBuilder out, DynamicMessage message, String indent) {
    for (Field field : message.type().fields()) {
      Object value = message.get(field.name());
      out.append(indent).append(field.name()).append(':');
      value(out, field, value, indent);
    }
  }

  private static void value(StringBuilder out, Field field, Object value, String indent) {
    if (value instanceof DynamicMessage nested) {
      out.append('\n');
      fields(out, nested, indent + "  ");
    } else if (value instanceof List<?> list && field.element() instanceof MessageType) {
      out.append(list.isEmpty() ? " []\n" : "\n");
      for (Object each : list) {
        out.append(indent).append("  -\n");
        fields(out, (DynamicMessage) each, indent + "    ");
      }
    } else if (field.isArray()) {
      array(out, value);
    } else {
      out.append(' ').append(scalar(value)).append('\n');
    }
  }

  private static void array(StringBuilder out, Object value) {
    int length = value instanceof List<?> list ? list.size() : Array.getLength(value);
    out.append(" [");
    for (int i = 0; i < Math.min(length, MAX_SHOWN); i++) {
      Object each = value instanceof List<?> list ? list.get(i) : Array.get(value, i);
      if (each instanceof Byte octet) each = octet & 0xFF;
      out.append(i == 0 ? "" : ", ").append(scalar(each));
    }
    if (length > MAX_SHOWN) out.append(", ... ").append(length).append(" in all");
    out.append("]\n");
  }

  private static String scalar(Object value) {
    return switch (value) {
      case String text -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
      case RosTime time -> "{secs: " + time.secs() + ", nsecs: " + time.nsecs() + "}";
      case RosDuration span -> "{secs: " + span.secs() + ", nsecs: " + span.nsecs() + "}";
      default -> String.valueOf(value);
    };
  }

  /**
   * Sets the fields that a map names, nested ones too; the others stay.
   *
   * <p>Errors: {@link IllegalArgumentException} names the field and what it holds.
   */
  public static DynamicMessage fill(DynamicMessage message, Map<?, ?> values) {
    values.forEach(
        (key, value) -> {
          String name = key.toString();
          Field field = message.type().fields().get(message.type().indexOf(name));
          message.set(name, field.isArray() ? many(field, value) : one(field.element(), value));
        });
    return message;
  }

  private static Object one(ElementType element, Object value) {
    if (element instanceof MessageType nested && value instanceof Map<?, ?> map)
      return fill(new DynamicMessage(nested), map);
    if (element == Primitive.TIME) {
      long[] parts = parts(value);
      return parts == null ? value : new RosTime(parts[0], (int) parts[1]);
    }
    if (element == Primitive.DURATION) {
      long[] parts = parts(value);
      return parts == null ? value : new RosDuration((int) parts[0], (int) parts[1]);
    }
    return value;
  }

  private static long[] parts(Object value) {
    return value instanceof Map<?, ?> map
            && map.get("secs") instanceof Number secs
            && map.get("nsecs") instanceof Number nsecs
        ? new long[] {secs.longValue(), nsecs.longValue()}
        : null;
  }

  private static Object many(Field field, Object value) {
    if (!(value instanceof List<?> list)) return value;
    Class<?> component = FieldValue.arrayComponent(field.element());
    if (component == null) {
      List<Object> elements = new ArrayList<>();
      for (Object each : list) elements.add(one(field.element(), each));
      return elements;
    }
    Object array = Array.newInstance(component, list.size());
    for (int i = 0; i < list.size(); i++) put(field, array, i, list.get(i));
    return array;
  }

  private static void put(Field field, Object array, int i, Object value) {
    switch (array) {
      case boolean[] booleans when value instanceof Boolean truth -> booleans[i] = truth;
      case byte[] bytes when value instanceof Number number -> bytes[i] = number.byteValue();
      case int[] ints when value instanceof Number number -> ints[i] = number.intValue();
      case long[] longs when value instanceof Number number -> longs[i] = number.longValue();
      case float[] floats when value instanceof Number number -> floats[i] = number.floatValue();
      case double[] doubles when value instanceof Number number ->
          doubles[i] = number.doubleValue();
      default ->
          throw new IllegalArgumentException(
              "field " + field.name() + " is " + field.declared() + ", found " + value);
    }
  }
}
