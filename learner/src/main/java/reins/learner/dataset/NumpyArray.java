package reins.learner.dataset;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A numpy array as a pickle holds it: its kind of number, its shape, its bytes in C order.
 *
 * @param type such as {@code <f4}
 */
record NumpyArray(String type, List<Integer> shape, byte[] bytes) {
  NumpyArray {
    long count = 1;
    for (int n : shape) count = Math.multiplyExact(count, n);
    if (count * width(type) != bytes.length)
      throw new IllegalArgumentException(
          "array of %s %s: expected %d bytes, got %d"
              .formatted(type, shape, count * width(type), bytes.length));
  }

  private static int width(String type) {
    return switch (kind(type)) {
      case "b1", "u1", "i1" -> 1;
      case "i2", "u2" -> 2;
      case "f4", "i4", "u4" -> 4;
      case "f8", "i8", "u8" -> 8;
      default -> throw new IllegalArgumentException("array of '" + type + "': expected numbers");
    };
  }

  private static String kind(String type) {
    return type.substring(Math.max(0, type.length() - 2));
  }

  /** Bytes of colours, not measurements. */
  boolean image() {
    return kind(type).equals("u1") && shape.size() >= 2;
  }

  /** All numbers in order, checked to be finite. */
  float[] floats() {
    ByteBuffer in =
        ByteBuffer.wrap(bytes)
            .order(type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    float[] out = new float[bytes.length / width(type)];
    for (int i = 0; i < out.length; i++) {
      out[i] = next(in);
      if (!Float.isFinite(out[i])) throw new IllegalArgumentException("expected finite numbers");
    }
    return out;
  }

  private float next(ByteBuffer in) {
    return switch (kind(type)) {
      case "b1", "i1" -> in.get();
      case "u1" -> in.get() & 0xff;
      case "i2" -> in.getShort();
      case "u2" -> in.getShort() & 0xffff;
      case "i4" -> in.getInt();
      case "u4" -> in.getInt() & 0xffffffffL;
      case "i8", "u8" -> in.getLong();
      case "f8" -> (float) in.getDouble();
      default -> in.getFloat();
    };
  }
}
