package reins.ros.message;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.util.List;

/** Which Java values a field of a {@link DynamicMessage} may hold. */
final class FieldValue {
  private FieldValue() {}

  static Object zero(Field field) {
    if (!field.isArray()) return zeroElement(field.element());
    int length = Math.max(0, field.length());
    Class<?> component = arrayComponent(field.element());
    if (component != null) return Array.newInstance(component, length);
    return java.util.stream.IntStream.range(0, length)
        .mapToObj(i -> zeroElement(field.element()))
        .toList();
  }

  private static Object zeroElement(ElementType element) {
    return switch (element) {
      case MessageType nested -> new DynamicMessage(nested);
      case Primitive primitive ->
          switch (primitive) {
            case BOOL -> false;
            case INT8, UINT8, BYTE, CHAR, INT16, UINT16, INT32, UINT32, INT64, UINT64 -> 0L;
            case FLOAT32, FLOAT64 -> 0.0;
            case STRING -> "";
            case TIME -> RosTime.ZERO;
            case DURATION -> RosDuration.ZERO;
          };
    };
  }

  /** The component type of the Java array that holds many of these, or null when a list does. */
  static Class<?> arrayComponent(ElementType element) {
    if (!(element instanceof Primitive primitive)) return null;
    return switch (primitive) {
      case BOOL -> boolean.class;
      case INT8, UINT8, BYTE, CHAR -> byte.class;
      case INT16, UINT16, INT32 -> int.class;
      case UINT32, INT64, UINT64 -> long.class;
      case FLOAT32 -> float.class;
      case FLOAT64 -> double.class;
      case STRING, TIME, DURATION -> null;
    };
  }

  static Object checked(MessageType owner, Field field, Object value) {
    Object fitting = field.isArray() ? array(field, value) : element(field.element(), value);
    if (fitting != null) return fitting;
    String found = value == null ? "null" : value.getClass().getSimpleName() + " " + value;
    throw new IllegalArgumentException(
        owner.name() + " field " + field.name() + " is " + field.declared() + ", found " + found);
  }

  private static Object array(Field field, Object value) {
    Class<?> component = arrayComponent(field.element());
    int length;
    if (component != null) {
      if (value == null || value.getClass().componentType() != component) return null;
      length = Array.getLength(value);
    } else {
      if (!(value instanceof List<?> list)) return null;
      for (Object each : list) if (element(field.element(), each) != each) return null;
      value = List.copyOf(list);
      length = list.size();
    }
    return field.length() == Field.ANY_LENGTH || field.length() == length ? value : null;
  }

  private static Object element(ElementType element, Object value) {
    return switch (element) {
      case MessageType nested ->
          value instanceof DynamicMessage message && message.type().md5().equals(nested.md5())
              ? message
              : null;
      case Primitive primitive ->
          switch (primitive) {
            case BOOL -> value instanceof Boolean ? value : null;
            case INT8, BYTE -> integer(value, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case UINT8, CHAR -> integer(value, 0, 0xFF);
            case INT16 -> integer(value, Short.MIN_VALUE, Short.MAX_VALUE);
            case UINT16 -> integer(value, 0, 0xFFFF);
            case INT32 -> integer(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case UINT32 -> integer(value, 0, 0xFFFF_FFFFL);
            case INT64, UINT64 -> integer(value, Long.MIN_VALUE, Long.MAX_VALUE);
            case FLOAT32, FLOAT64 -> value instanceof Number number ? number.doubleValue() : null;
            case STRING -> value instanceof String ? value : null;
            case TIME -> value instanceof RosTime ? value : null;
            case DURATION -> value instanceof RosDuration ? value : null;
          };
    };
  }

  private static Object integer(Object value, long low, long high) {
    if (!(value instanceof Number number)) return null;
    if (number instanceof Double || number instanceof Float || number instanceof BigDecimal)
      return null;
    long whole = number.longValue();
    return whole >= low && whole <= high ? (Object) whole : null;
  }
}
