package reins.ros.hot;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The pieces that hot codecs share. Reading returns false, or -1, where the bytes are not what is
 * expected.
 */
final class HotWire {
  /** seq, secs, nsecs and the length of frame_id. */
  static final int HEADER_BYTES = 4 * Integer.BYTES;

  /** How long a peer's frame_id may be before its message is not worth reading. */
  static final int MAX_FRAME_ID_BYTES = 256;

  private static final long NANOS = 1_000_000_000L;

  private HotWire() {}

  /** A string as the wire has it: length, then bytes. */
  static byte[] string(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out =
        ByteBuffer.allocate(Integer.BYTES + utf8.length).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    return out.putInt(utf8.length).put(utf8).array();
  }

  static void putHeader(ByteBuffer out, int seq, long stamp_ns, byte[] frameId) {
    out.putInt(seq).putInt((int) (stamp_ns / NANOS)).putInt((int) (stamp_ns % NANOS)).put(frameId);
  }

  /** The stamp that {@link #skipHeader} passes over. */
  static long stamp_ns(ByteBuffer in, int start) {
    return (in.getInt(start + 4) & 0xFFFF_FFFFL) * NANOS + (in.getInt(start + 8) & 0xFFFF_FFFFL);
  }

  static boolean skipHeader(ByteBuffer in) {
    if (in.remaining() < HEADER_BYTES) return false;
    in.position(in.position() + 3 * Integer.BYTES);
    return skipString(in);
  }

  static boolean skipString(ByteBuffer in) {
    if (in.remaining() < Integer.BYTES) return false;
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) return false;
    in.position(in.position() + length);
    return true;
  }

  static void putDoubles(ByteBuffer out, double[] values) {
    out.putInt(values.length);
    for (int i = 0; i < values.length; i++) out.putDouble(values[i]);
  }

  /** Reads an array that must have as many elements as {@code values}. */
  static boolean getDoubles(ByteBuffer in, double[] values) {
    if (in.remaining() < Integer.BYTES + values.length * Double.BYTES
        || in.getInt() != values.length) return false;
    for (int i = 0; i < values.length; i++) values[i] = in.getDouble();
    return true;
  }

  /**
   * As {@link #getDoubles}; an empty array is one that the peer does not measure, and becomes NaN.
   */
  static boolean getDoublesOrNone(ByteBuffer in, double[] values) {
    if (in.remaining() < Integer.BYTES) return false;
    if (in.getInt(in.position()) != 0) return getDoubles(in, values);
    in.position(in.position() + Integer.BYTES);
    for (int i = 0; i < values.length; i++) values[i] = Double.NaN;
    return true;
  }

  static boolean matches(ByteBuffer in, byte[] expected) {
    if (in.remaining() < expected.length) return false;
    for (int i = 0; i < expected.length; i++) if (in.get() != expected[i]) return false;
    return true;
  }
}
