package reins.ros.hot;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import reins.ros.message.MessageCatalog;
import reins.ros.message.MessageType;

/** Trajectories of one point for joints of these names in this order. */
public final class TrajectoryPointCodec implements HotCodec<TrajectoryPoint> {
  private static final MessageType TYPE =
      MessageCatalog.standard().get("trajectory_msgs/JointTrajectory");
  private static final byte[] NO_FRAME = HotWire.string("");
  private static final long NANOS = 1_000_000_000L;

  /** Velocities, accelerations, effort. */
  private static final int EMPTY_ARRAYS = 3;

  private final int joints;
  private final byte[] names;

  public TrajectoryPointCodec(List<String> jointNames) {
    joints = jointNames.size();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(joints).array());
    for (String name : jointNames) all.writeBytes(HotWire.string(name));
    names = all.toByteArray();
  }

  @Override
  public MessageType type() {
    return TYPE;
  }

  @Override
  public TrajectoryPoint allocate() {
    return new TrajectoryPoint(joints);
  }

  @Override
  public int maxBytes() {
    int point = (1 + EMPTY_ARRAYS) * Integer.BYTES + joints * Double.BYTES + 2 * Integer.BYTES;
    return HotWire.HEADER_BYTES + HotWire.MAX_FRAME_ID_BYTES + names.length + Integer.BYTES + point;
  }

  @Override
  public void encode(TrajectoryPoint m, ByteBuffer out) {
    HotWire.putHeader(out, m.seq, m.stamp_ns, NO_FRAME);
    out.put(names);
    out.putInt(1);
    HotWire.putDoubles(out, m.position_rad);
    for (int i = 0; i < EMPTY_ARRAYS; i++) out.putInt(0);
    out.putInt((int) (m.time_from_start_ns / NANOS)).putInt((int) (m.time_from_start_ns % NANOS));
  }

  @Override
  public boolean decode(ByteBuffer in, TrajectoryPoint out) {
    int start = in.position();
    if (!HotWire.skipHeader(in) || !HotWire.matches(in, names)) return false;
    out.seq = in.getInt(start);
    out.stamp_ns = HotWire.stamp_ns(in, start);
    if (in.remaining() < Integer.BYTES || in.getInt() != 1) return false;
    if (!HotWire.getDoubles(in, out.position_rad)) return false;
    if (in.remaining() != (EMPTY_ARRAYS + 2) * Integer.BYTES) return false;
    for (int i = 0; i < EMPTY_ARRAYS; i++) if (in.getInt() != 0) return false;
    out.time_from_start_ns = in.getInt() * NANOS + in.getInt();
    return true;
  }
}
