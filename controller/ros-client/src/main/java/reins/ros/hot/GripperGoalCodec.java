package reins.ros.hot;

import java.nio.ByteBuffer;
import reins.ros.message.MessageCatalog;
import reins.ros.message.MessageType;

/** Goals of franka_gripper's move and grasp actions, as one sender numbers them. */
public final class GripperGoalCodec implements HotCodec<GripperGoal> {
  private static final byte[] NO_FRAME = HotWire.string("");
  private final MessageType type;
  private final boolean grasp;
  private final GoalId id;

  private GripperGoalCodec(String type, boolean grasp, String sender) {
    this.type = MessageCatalog.standard().get(type);
    this.grasp = grasp;
    id = new GoalId(sender);
  }

  /** Goals of the action that moves the fingers to an opening. */
  public static GripperGoalCodec move(String sender) {
    return new GripperGoalCodec("franka_gripper/MoveActionGoal", false, sender);
  }

  /** Goals of the action that closes the fingers until they hold something. */
  public static GripperGoalCodec grasp(String sender) {
    return new GripperGoalCodec("franka_gripper/GraspActionGoal", true, sender);
  }

  @Override
  public MessageType type() {
    return type;
  }

  @Override
  public GripperGoal allocate() {
    return new GripperGoal();
  }

  @Override
  public int maxBytes() {
    return HotWire.HEADER_BYTES + id.bytes() + (grasp ? 5 : 2) * Double.BYTES;
  }

  @Override
  public void encode(GripperGoal m, ByteBuffer out) {
    HotWire.putHeader(out, m.seq, m.stamp_ns, NO_FRAME);
    id.put(out, m.stamp_ns, m.number);
    out.putDouble(m.width_m);
    if (grasp) out.putDouble(m.epsilon_m).putDouble(m.epsilon_m);
    out.putDouble(m.speed_m_s);
    if (grasp) out.putDouble(m.force_N);
  }

  @Override
  public boolean decode(ByteBuffer in, GripperGoal out) {
    int start = in.position();
    if (!HotWire.skipHeader(in)) return false;
    out.seq = in.getInt(start);
    out.stamp_ns = HotWire.stamp_ns(in, start);
    out.number = id.number(in);
    if (out.number < 0 || in.remaining() != (grasp ? 5 : 2) * Double.BYTES) return false;
    out.width_m = in.getDouble();
    if (grasp) out.epsilon_m = Math.min(in.getDouble(), in.getDouble());
    out.speed_m_s = in.getDouble();
    if (grasp) out.force_N = in.getDouble();
    return true;
  }
}
