package reins.ros.message;

import java.util.HashMap;
import java.util.Map;

/** The built-in types of the definition language. */
public enum Primitive implements ElementType {
  BOOL("bool", 1),
  INT8("int8", 1),
  UINT8("uint8", 1),
  BYTE("byte", 1),
  CHAR("char", 1),
  INT16("int16", 2),
  UINT16("uint16", 2),
  INT32("int32", 4),
  UINT32("uint32", 4),
  INT64("int64", 8),
  UINT64("uint64", 8),
  FLOAT32("float32", 4),
  FLOAT64("float64", 8),
  STRING("string", 4),
  TIME("time", 8),
  DURATION("duration", 8);

  private static final Map<String, Primitive> BY_KEYWORD = new HashMap<>();

  static {
    for (Primitive primitive : values()) BY_KEYWORD.put(primitive.keyword, primitive);
  }

  private final String keyword;
  private final int minBytes;

  Primitive(String keyword, int minBytes) {
    this.keyword = keyword;
    this.minBytes = minBytes;
  }

  /** The primitive that a definition calls {@code keyword}, or null when it is a message's name. */
  public static Primitive of(String keyword) {
    return BY_KEYWORD.get(keyword);
  }

  @Override
  public int minBytes() {
    return minBytes;
  }

  /** The word for it in a definition. */
  public String keyword() {
    return keyword;
  }
}
