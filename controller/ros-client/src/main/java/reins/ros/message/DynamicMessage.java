package reins.ros.message;

import java.util.Arrays;
import java.util.List;

/**
 * A message of any definition, its fields reached by name: for tools and slow topics.
 *
 * <p>One boolean is a {@link Boolean}, one integer a {@link Long}, one float a {@link Double};
 * arrays are {@code boolean[]}, {@code byte[]} (8 bits), {@code int[]} (int16, uint16, int32),
 * {@code long[]} (uint32 and 64 bits), {@code float[]}, {@code double[]}, and lists of strings,
 * times and messages. A new message is all zeros and empty.
 *
 * <p>Threads: one at a time.
 */
public final class DynamicMessage {
  private final MessageType type;
  private final Object[] values;

  public DynamicMessage(MessageType type) {
    this.type = type;
    this.values = new Object[type.fields().size()];
    for (int i = 0; i < values.length; i++) values[i] = FieldValue.zero(type.fields().get(i));
  }

  DynamicMessage(MessageType type, Object[] values) {
    this.type = type;
    this.values = values;
  }

  public MessageType type() {
    return type;
  }

  /**
   * Sets a field; any {@link Number} fits a number's field when its value does.
   *
   * <p>Errors: {@link IllegalArgumentException} names the field and what it holds.
   */
  public DynamicMessage set(String field, Object value) {
    int index = type.indexOf(field);
    values[index] = FieldValue.checked(type, type.fields().get(index), value);
    return this;
  }

  public Object get(String field) {
    return values[type.indexOf(field)];
  }

  public boolean getBool(String field) {
    return as(field, Boolean.class);
  }

  public long getLong(String field) {
    return as(field, Long.class);
  }

  public double getDouble(String field) {
    return as(field, Double.class);
  }

  public String getString(String field) {
    return as(field, String.class);
  }

  public RosTime getTime(String field) {
    return as(field, RosTime.class);
  }

  public DynamicMessage getMessage(String field) {
    return as(field, DynamicMessage.class);
  }

  public double[] getDoubles(String field) {
    return as(field, double[].class);
  }

  public float[] getFloats(String field) {
    return as(field, float[].class);
  }

  public int[] getInts(String field) {
    return as(field, int[].class);
  }

  public byte[] getBytes(String field) {
    return as(field, byte[].class);
  }

  public List<String> getStrings(String field) {
    List<?> list = as(field, List.class);
    return list.stream().map(String.class::cast).toList();
  }

  public List<DynamicMessage> getMessages(String field) {
    List<?> list = as(field, List.class);
    return list.stream().map(DynamicMessage.class::cast).toList();
  }

  Object value(int index) {
    return values[index];
  }

  private <V> V as(String field, Class<V> kind) {
    Object value = get(field);
    if (kind.isInstance(value)) return kind.cast(value);
    String declared = type.fields().get(type.indexOf(field)).declared();
    throw new IllegalArgumentException(
        type.name()
            + " field "
            + field
            + " is "
            + declared
            + ", asked for as "
            + kind.getSimpleName());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DynamicMessage that
        && type.md5().equals(that.type.md5())
        && Arrays.deepEquals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(values);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < values.length; i++) {
      String value = Arrays.deepToString(new Object[] {values[i]});
      text.append(i == 0 ? "" : ", ")
          .append(type.fields().get(i).name())
          .append(": ")
          .append(value, 1, value.length() - 1);
    }
    return text.append('}').toString();
  }
}
