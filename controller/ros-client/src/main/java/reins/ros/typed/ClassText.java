package reins.ros.typed;

import java.util.Map;
import java.util.TreeMap;
import reins.ros.message.Constant;
import reins.ros.message.Field;
import reins.ros.message.MessageType;
import reins.ros.message.Primitive;
import reins.ros.message.ServiceType;

/**
 * The source of generated classes, as rosjava has them: {@code std_msgs.String} with {@code
 * getData}, {@code setData}, its constants and {@code _TYPE}.
 */
public final class ClassText {
  private static final String TYPED = "reins.ros.typed.";
  private static final String STRING = "java.lang.String";

  private ClassText() {}

  /** The source of a message's class and of those it contains, by definition's name. */
  public static Map<String, String> of(MessageType type) {
    Map<String, String> texts = new TreeMap<>();
    collect(type, texts);
    return texts;
  }

  /** The source of a service's class, of its two messages and of those they contain. */
  public static Map<String, String> of(ServiceType type) {
    Map<String, String> texts = of(type.request());
    texts.putAll(of(type.response()));
    String request = className(type.request()), response = className(type.response());
    texts.put(
        type.name(),
        head(type.name())
            + "/** "
            + type.name()
            + ", generated from its definition. */\npublic interface "
            + simple(type.name())
            + " {\n"
            + "  %1$sServiceClass<%2$s, %3$s> _TYPE = new %1$sServiceClass<>(\"%4$s\", %2$s._TYPE, %3$s._TYPE);\n}\n"
                .formatted(TYPED, request, response, type.name()));
    return texts;
  }

  private static void collect(MessageType type, Map<String, String> texts) {
    if (texts.containsKey(type.name())) return;
    texts.put(type.name(), text(type));
    for (Field field : type.fields())
      if (field.element() instanceof MessageType nested) collect(nested, texts);
  }

  private static String text(MessageType type) {
    StringBuilder text = new StringBuilder(head(type.name()));
    text.append("/** ").append(type.name()).append(", generated from its definition. */\n");
    text.append("public interface %s extends %sMessage {\n".formatted(simple(type.name()), TYPED));
    text.append(
        "  %1$sMessageClass<%2$s> _TYPE = new %1$sMessageClass<>(%2$s.class, \"%3$s\", \"%4$s\");\n"
            .formatted(TYPED, className(type), type.name(), type.md5()));
    for (Constant constant : type.constants()) text.append(constant(constant));
    Accessors.of(type)
        .forEach(
            (word, field) -> {
              String kind = kind(field);
              text.append("\n  %s get%s();\n".formatted(kind, word));
              text.append("\n  void set%s(%s value);\n".formatted(word, kind));
            });
    return text.append("}\n").toString();
  }

  private static String constant(Constant constant) {
    Primitive primitive = Primitive.of(constant.type());
    String value =
        switch (primitive) {
          case STRING -> quoted(constant.value());
          case BOOL -> Boolean.toString(constant.value().matches("1|[Tt]rue"));
          case FLOAT32 -> "(float) " + constant.value();
          case FLOAT64 -> "(double) " + constant.value();
          // Unsigned ones wrap, as they do in messages.
          default ->
              "("
                  + kind(primitive)
                  + ") "
                  + new java.math.BigInteger(constant.value()).longValue()
                  + "L";
        };
    return "\n  %s %s = %s;\n".formatted(kind(primitive), constant.name(), value);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String kind(Field field) {
    if (!field.isArray())
      return field.element() instanceof Primitive primitive
          ? kind(primitive)
          : className((MessageType) field.element());
    return switch (field.element()) {
      case MessageType nested -> "java.util.List<" + className(nested) + ">";
      case Primitive primitive ->
          switch (primitive) {
            case INT8, UINT8, BYTE, CHAR -> "byte[]";
            case INT16, UINT16, INT32 -> "int[]";
            case UINT32, INT64, UINT64 -> "long[]";
            case BOOL, FLOAT32, FLOAT64 -> kind(primitive) + "[]";
            case STRING, TIME, DURATION -> "java.util.List<" + kind(primitive) + ">";
          };
    };
  }

  private static String kind(Primitive primitive) {
    return switch (primitive) {
      case BOOL -> "boolean";
      case INT8, UINT8, BYTE, CHAR -> "byte";
      case INT16, UINT16 -> "short";
      case INT32, UINT32 -> "int";
      case INT64, UINT64 -> "long";
      case FLOAT32 -> "float";
      case FLOAT64 -> "double";
      case STRING -> STRING;
      case TIME -> "reins.ros.message.RosTime";
      case DURATION -> "reins.ros.message.RosDuration";
    };
  }

  private static String head(String name) {
    return "package " + name.substring(0, name.indexOf('/')) + ";\n\n";
  }

  private static String simple(String name) {
    return name.substring(name.indexOf('/') + 1);
  }

  private static String className(MessageType type) {
    return type.name().replace('/', '.');
  }
}
