package reins.ros.hot;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import reins.ros.message.MessageType;

/**
 * Joint states of which these joints are wanted in this order, whatever order the sender has them
 * in and whatever others it adds; a message that lacks one is not this shape.
 *
 * <p>Written, it is a {@link JointStateCodec}.
 */
public final class JointMapCodec implements HotCodec<JointState> {
  /** More joints than any rig has; a message with more is not read. */
  private static final int MAX_JOINTS = 32;

  private static final int MAX_NAME_BYTES = 64;

  private final JointStateCodec ordered;
  private final byte[][] names;

  /**
   * @param frameId written into every header; ignored when reading
   */
  public JointMapCodec(String frameId, List<String> jointNames) {
    ordered = new JointStateCodec(frameId, jointNames);
    names =
        jointNames.stream()
            .map(name -> name.getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
  }

  @Override
  public MessageType type() {
    return ordered.type();
  }

  @Override
  public JointState allocate() {
    return ordered.allocate();
  }

  @Override
  public int maxBytes() {
    return HotWire.HEADER_BYTES
        + HotWire.MAX_FRAME_ID_BYTES
        + MAX_JOINTS * (Integer.BYTES + MAX_NAME_BYTES + 3 * Double.BYTES);
  }

  @Override
  public void encode(JointState message, ByteBuffer out) {
    ordered.encode(message, out);
  }

  @Override
  public boolean decode(ByteBuffer in, JointState out) {
    int start = in.position();
    if (!HotWire.skipHeader(in) || in.remaining() < Integer.BYTES) return false;
    out.seq = in.getInt(start);
    out.stamp_ns = HotWire.stamp_ns(in, start);
    int count = in.getInt();
    if (count < names.length || count > MAX_JOINTS) return false;
    int list = in.position();
    for (int i = 0; i < count; i++) if (!HotWire.skipString(in)) return false;
    int values = in.position();
    for (int i = 0; i < names.length; i++) {
      int k = indexOf(in, list, count, names[i]);
      if (k < 0 || !pick(in, values, count, k, i, out)) return false;
    }
    return true;
  }

  /** Where the sender has a joint, or -1. Reads between {@code list} and the values only. */
  private static int indexOf(ByteBuffer in, int list, int count, byte[] name) {
    int at = list;
    for (int k = 0; k < count; k++) {
      int length = in.getInt(at);
      at += Integer.BYTES;
      if (equal(in, at, length, name)) return k;
      at += length;
    }
    return -1;
  }

  private static boolean equal(ByteBuffer in, int at, int length, byte[] name) {
    if (length != name.length) return false;
    for (int i = 0; i < length; i++) if (in.get(at + i) != name[i]) return false;
    return true;
  }

  /** Takes the sender's k-th joint as our i-th; what is not measured becomes NaN. */
  private static boolean pick(ByteBuffer in, int values, int count, int k, int i, JointState out) {
    int at = values;
    for (int part = 0; part < 3; part++) {
      if (in.limit() - at < Integer.BYTES) return false;
      int length = in.getInt(at);
      if (length != 0 && length != count) return false;
      if (in.limit() - at < Integer.BYTES + length * Double.BYTES) return false;
      double value = length == 0 ? Double.NaN : in.getDouble(at + Integer.BYTES + k * Double.BYTES);
      if (part == 0) out.position[i] = value;
      else if (part == 1) out.velocity[i] = value;
      else out.effort[i] = value;
      at += Integer.BYTES + length * Double.BYTES;
    }
    return at == in.limit();
  }
}
