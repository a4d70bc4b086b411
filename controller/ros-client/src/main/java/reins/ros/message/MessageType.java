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
  /** Whatever a topic holds: the type of subscribers that take anything. */
  public static final MessageType ANY =
      new MessageType(new Definition("*", List.of(), List.of(), ""), List.of(), "*");

  private static final long MAX_MIN_BYTES = 1 << 26;
  private static final long MAX_WEIGHT = 1 << 16;
  private static final long SATURATED = 1 << 30;
  private static final long MAX_WEIGHT_PER_BYTE = 64;
  private static final String SEPARATOR = "=".repeat(80);

  private final String name;
  private final String md5;
  private final String ownText;
  private final String summed;
  private final long weight;
  private final List<Constant> constants;
  private final List<Field> fields;
  private final Map<String, Integer> indexByName;
  private final int minBytes;

  MessageType(Definition definition, List<Field> fields) {
    this(definition, fields, md5(summed(definition, fields)));
  }

  private MessageType(Definition definition, List<Field> fields, String md5) {
    this.name = definition.name();
    this.ownText = definition.text();
    this.constants = definition.constants();
    this.fields = List.copyOf(fields);
    this.indexByName = new HashMap<>();
    for (Field field : fields)
      if (indexByName.put(field.name(), indexByName.size()) != null)
        throw new IllegalArgumentException(name + ".msg: field " + field.name() + " occurs twice");
    this.summed = summed(definition, fields);
    this.md5 = md5;
    long bytes = 0;
    long all = 1;
    for (Field field : fields) {
      bytes += field.minBytes();
      all = Math.min(SATURATED, all + field.weight());
    }
    if (bytes > MAX_MIN_BYTES)
      throw new IllegalArgumentException(name + ".msg: takes at least " + bytes + " bytes");
    this.minBytes = (int) bytes;
    this.weight = all;
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

  public List<Constant> constants() {
    return constants;
  }

  @Override
  public int minBytes() {
    return minBytes;
  }

  /** Whether messages begin with a header, in which publishers number them. */
  public boolean isHeaded() {
    return !fields.isEmpty()
        && !fields.getFirst().isArray()
        && fields.getFirst().element() instanceof MessageType first
        && first.name.equals("std_msgs/Header");
  }

  /** Fields in all, nested ones counted each time they occur. */
  long weight() {
    return weight;
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
  private static String summed(Definition definition, List<Field> fields) {
    StringBuilder text = new StringBuilder();
    for (Constant constant : definition.constants())
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
    return text.toString().strip();
  }

  static String md5(String summed) {
    try {
      byte[] bytes = summed.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("this JDK has no MD5", impossible);
    }
  }

  /**
   * A type as its publisher describes it.
   *
   * <p>Errors: {@link IllegalArgumentException} when the definition does not have the sum that is
   * claimed for it.
   */
  public static MessageType checked(String name, String md5, String definition) {
    MessageType type = MessageCatalog.parse(name, definition);
    type.require(name, md5);
    return type;
  }

  void require(String otherName, String otherMd5) {
    if (!md5.equals(otherMd5))
      throw new IllegalArgumentException(
          "the publisher sends " + otherName + " (" + otherMd5 + "), expected " + this);
  }

  /** The text that the sum is taken over. */
  String summed() {
    return summed;
  }

  /** A peer's own definition must not make much memory out of few bytes. */
  void refuseAmplification() {
    if (weight > MAX_WEIGHT)
      throw new IllegalArgumentException(name + ": more than " + MAX_WEIGHT + " fields in all");
    for (Field field : fields) {
      if (!(field.element() instanceof MessageType nested)) continue;
      nested.refuseAmplification();
      if (field.isArray() && nested.weight > MAX_WEIGHT_PER_BYTE * nested.minBytes)
        throw new IllegalArgumentException(
            name
                + " field "
                + field.name()
                + ": elements of "
                + nested.minBytes
                + " bytes and "
                + nested.weight
                + " fields");
    }
  }

  @Override
  public String toString() {
    return name + " (" + md5 + ")";
  }
}
