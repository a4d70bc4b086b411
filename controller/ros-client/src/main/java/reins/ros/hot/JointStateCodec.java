package reins.ros.hot;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import reins.ros.message.MessageCatalog;
import reins.ros.message.MessageType;

/**
 * Joint states whose joints have these names in this order; another order or number is not this
 * shape.
 */
public final class JointStateCodec implements HotCodec<JointState> {
  private static final MessageType TYPE = MessageCatalog.standard().get("sensor_msgs/JointState");

  private final int joints;
  private final byte[] names;
  private final byte[] frameId;

  /**
   * @param frameId written into every header; ignored when reading
   */
  public JointStateCodec(String frameId, List<String> jointNames) {
    this.joints = jointNames.size();
    this.frameId = HotWire.string(frameId);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(joints).array());
    for (String name : jointNames) all.writeBytes(HotWire.string(name));
    this.names = all.toByteArray();
  }

  @Override
  public MessageType type() {
    return TYPE;
  }

  @Override
  public JointState allocate() {
    return new JointState(joints);
  }

  @Override
  public int maxBytes() {
    int frame = Math.max(HotWire.MAX_FRAME_ID_BYTES, frameId.length);
    return HotWire.HEADER_BYTES
        + frame
        + names.length
        + 3 * (Integer.BYTES + joints * Double.BYTES);
  }

  @Override
  public void encode(JointState message, ByteBuffer out) {
    HotWire.putHeader(out, message.seq, message.stamp_ns, frameId);
    out.put(names);
    HotWire.putDoubles(out, message.position);
    HotWire.putDoubles(out, message.velocity);
    HotWire.putDoubles(out, message.effort);
  }

  @Override
  public boolean decode(ByteBuffer in, JointState out) {
    int start = in.position();
    if (!HotWire.skipHeader(in) || !HotWire.matches(in, names)) return false;
    out.seq = in.getInt(start);
    out.stamp_ns = HotWire.stamp_ns(in, start);
    return HotWire.getDoublesOrNone(in, out.position)
        && HotWire.getDoublesOrNone(in, out.velocity)
        && HotWire.getDoublesOrNone(in, out.effort)
        && !in.hasRemaining();
  }
}
