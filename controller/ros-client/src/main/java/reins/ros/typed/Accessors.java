package reins.ros.typed;

import java.util.LinkedHashMap;
import java.util.Map;
import reins.ros.message.Field;
import reins.ros.message.MessageType;

/** Which field a generated class's method is for. */
final class Accessors {
  private Accessors() {}

  /**
   * A definition's fields by the word that follows get and set, such as {@code FrameId}.
   *
   * <p>Errors: {@link IllegalArgumentException} where two fields have the same.
   */
  static Map<String, Field> of(MessageType type) {
    Map<String, Field> fields = new LinkedHashMap<>();
    for (Field field : type.fields()) {
      Field other = fields.put(word(field.name()), field);
      if (other != null)
        throw new IllegalArgumentException(
            type.name() + ": fields " + other.name() + " and " + field.name() + " are one in Java");
    }
    return fields;
  }

  private static String word(String field) {
    StringBuilder word = new StringBuilder();
    for (String part : field.split("_"))
      if (!part.isEmpty())
        word.append(Character.toUpperCase(part.charAt(0))).append(part, 1, part.length());
    // getClass is every object's own.
    return word.toString().equals("Class") ? "Class_" : word.toString();
  }
}
