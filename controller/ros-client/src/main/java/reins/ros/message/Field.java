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

  boolean isArray() {
    return length != SINGLE;
  }

  int minBytes() {
    return switch (length) {
      case SINGLE -> element.minBytes();
      case ANY_LENGTH -> Integer.BYTES;
      default -> length * element.minBytes();
    };
  }
}
