package reins.ros.hot;

import java.nio.ByteBuffer;
import reins.ros.message.MessageCatalog;
import reins.ros.message.MessageType;

/** Poses in one frame. */
public final class PoseStampedCodec implements HotCodec<PoseStamped> {
  private static final MessageType TYPE =
      MessageCatalog.standard().get("geometry_msgs/PoseStamped");
  private static final int POSE_BYTES = 7 * Double.BYTES;

  private final byte[] frameId;

  /**
   * @param frameId written into every header; ignored when reading
   */
  public PoseStampedCodec(String frameId) {
    this.frameId = HotWire.string(frameId);
  }

  @Override
  public MessageType type() {
    return TYPE;
  }

  @Override
  public PoseStamped allocate() {
    return new PoseStamped();
  }

  @Override
  public int maxBytes() {
    return HotWire.HEADER_BYTES + Math.max(HotWire.MAX_FRAME_ID_BYTES, frameId.length) + POSE_BYTES;
  }

  @Override
  public void encode(PoseStamped message, ByteBuffer out) {
    HotWire.putHeader(out, message.seq, message.stamp_ns, frameId);
    for (int i = 0; i < 3; i++) out.putDouble(message.position_m[i]);
    for (int i = 0; i < 4; i++) out.putDouble(message.orientation_xyzw[i]);
  }

  @Override
  public boolean decode(ByteBuffer in, PoseStamped out) {
    int start = in.position();
    if (!HotWire.skipHeader(in) || in.remaining() != POSE_BYTES) return false;
    out.seq = in.getInt(start);
    out.stamp_ns = HotWire.stamp_ns(in, start);
    for (int i = 0; i < 3; i++) out.position_m[i] = in.getDouble();
    for (int i = 0; i < 4; i++) out.orientation_xyzw[i] = in.getDouble();
    return true;
  }
}
