package reins.ros.message;

/**
 * One field of a message: a single value, an array of fixed length, or one of any length.
 *
 * @param declared the type as the definition spells it, such as {@code float64[]}
 * @param length {@link #SINGLE}, {@link #ANY_LENGTH}, or the fixed number of elements
 */
public record Field(String name, String declared, ElementType element, int length) {
  public static final int SINGLE = -2;
  public static final int ANY_LENGTH = -1;

  public boolean isArray() {
    return length != SINGLE;
  }

  long minBytes() {
    return switch (length) {
      case SINGLE -> element.minBytes();
      case ANY_LENGTH -> Integer.BYTES;
      default -> (long) length * element.minBytes();
    };
  }

  // An array of primitives is one object, whatever its length; messages are one each.
  long weight() {
    if (!(element instanceof MessageType nested)) return 1;
    return 1 + nested.weight() * Math.max(isArray() ? 0L : 1L, length);
  }
}
