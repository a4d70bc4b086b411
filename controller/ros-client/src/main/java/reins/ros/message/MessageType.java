package reins.ros.message;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A message's identity on the wire: its name, its fields, and the sum by which two peers know that
 * they mean the same.
 *
 * <p>Threads: immutable.
 */
public final class MessageType implements ElementType {
  private static final String SEPARATOR = "=".repeat(80);

  private final String name;
  private final String md5;
  private final String ownText;
  private final List<Field> fields;
  private final Map<String, Integer> indexByName;
  private final int minBytes;

  MessageType(Definition definition, List<Field> fields) {
    this.name = definition.name();
    this.ownText = definition.text();
    this.fields = List.copyOf(fields);
    this.indexByName = new HashMap<>();
    for (Field field : fields)
      if (indexByName.put(field.name(), indexByName.size()) != null)
        throw new IllegalArgumentException(name + ".msg: field " + field.name() + " occurs twice");
    this.md5 = md5(definition, fields);
    this.minBytes = fields.stream().mapToInt(Field::minBytes).sum();
  }

  /** Package and message, such as {@code sensor_msgs/JointState}. */
  public String name() {
    return name;
  }

  /** The sum that both ends of a connection compare. */
  public String md5() {
    return md5;
  }

  public List<Field> fields() {
    return fields;
  }

  @Override
  public int minBytes() {
    return minBytes;
  }

  /** The place of a field; an unknown name is an error that lists the known ones. */
  int indexOf(String field) {
    Integer index = indexByName.get(field);
    if (index == null)
      throw new IllegalArgumentException(
          name + " has no field " + field + ", expected one of " + indexByName.keySet());
    return index;
  }

  /**
   * The definition and those of all the messages it contains, as a connection header carries them.
   */
  public String fullText() {
    Map<String, String> parts = new LinkedHashMap<>();
    collectNested(parts);
    StringBuilder text = new StringBuilder(ownText);
    parts.forEach(
        (part, partText) ->
            text.append('\n')
                .append(SEPARATOR)
                .append("\nMSG: ")
                .append(part)
                .append('\n')
                .append(partText));
    return text.toString();
  }

  private void collectNested(Map<String, String> parts) {
    for (Field field : fields)
      if (field.element() instanceof MessageType nested
          && parts.putIfAbsent(nested.name, nested.ownText) == null) nested.collectNested(parts);
  }

  // The rule: constants first, then fields, comments gone, each nested message replaced by its own
  // sum.
  private static String md5(Definition definition, List<Field> fields) {
    StringBuilder text = new StringBuilder();
    for (Definition.Constant constant : definition.constants())
      text.append(constant.type())
          .append(' ')
          .append(constant.name())
          .append('=')
          .append(constant.value())
          .append('\n');
    for (Field field : fields) {
      String type = field.element() instanceof MessageType nested ? nested.md5 : field.declared();
      text.append(type).append(' ').append(field.name()).append('\n');
    }
    byte[] bytes = text.toString().strip().getBytes(StandardCharsets.UTF_8);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("this JDK has no MD5", impossible);
    }
  }

  @Override
  public String toString() {
    return name + " (" + md5 + ")";
  }
}
