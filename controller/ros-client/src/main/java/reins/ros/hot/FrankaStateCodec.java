package reins.ros.hot;

import java.nio.ByteBuffer;
import reins.ros.message.Field;
import reins.ros.message.MessageCatalog;
import reins.ros.message.MessageType;

/**
 * franka_msgs/FrankaState, two and a half kilobytes of which a controller reads a fifth, each field
 * at its own place. What is not read is written as zeros.
 */
public final class FrankaStateCodec implements HotCodec<FrankaState> {
  private static final MessageType TYPE = MessageCatalog.standard().get("franka_msgs/FrankaState");
  private static final int ERRORS = MessageCatalog.standard().get("franka_msgs/Errors").minBytes();

  /** Everything after the header has a fixed length. */
  private static final int BODY_BYTES =
      TYPE.minBytes() - MessageCatalog.standard().get("std_msgs/Header").minBytes();

  private static final int Q = offset("q");
  private static final int DQ = offset("dq");
  private static final int TAU_J = offset("tau_J");
  private static final int O_T_EE = offset("O_T_EE");
  private static final int F_T_EE = offset("F_T_EE");
  private static final int SUCCESS = offset("control_command_success_rate");
  private static final int MODE = offset("robot_mode");
  private static final int CURRENT = offset("current_errors");
  private static final int LAST = offset("last_motion_errors");

  private final byte[] frameId;

  /**
   * @param frameId written into every header; ignored when reading
   */
  public FrankaStateCodec(String frameId) {
    this.frameId = HotWire.string(frameId);
  }

  /** Where a field begins, counted from the end of the header. */
  private static int offset(String name) {
    int at = 0;
    for (Field field : TYPE.fields().subList(1, TYPE.fields().size())) {
      if (field.name().equals(name)) return at;
      int count = field.isArray() ? field.length() : 1;
      at += count * field.element().minBytes();
    }
    throw new IllegalStateException(TYPE.name() + ": no field " + name);
  }

  @Override
  public MessageType type() {
    return TYPE;
  }

  @Override
  public FrankaState allocate() {
    return new FrankaState();
  }

  @Override
  public int maxBytes() {
    return HotWire.HEADER_BYTES + Math.max(HotWire.MAX_FRAME_ID_BYTES, frameId.length) + BODY_BYTES;
  }

  @Override
  public void encode(FrankaState m, ByteBuffer out) {
    HotWire.putHeader(out, m.seq, m.stamp_ns, frameId);
    int body = out.position();
    for (int i = 0; i < BODY_BYTES; i++) out.put((byte) 0);
    put(out, body + Q, m.q_rad);
    put(out, body + DQ, m.dq_rad_s);
    put(out, body + TAU_J, m.tau_J_Nm);
    put(out, body + O_T_EE, m.O_T_EE);
    put(out, body + F_T_EE, m.F_T_EE);
    out.putDouble(body + SUCCESS, m.control_command_success_rate);
    out.put(body + MODE, (byte) m.robot_mode);
    putFlags(out, body + CURRENT, m.current_errors);
    putFlags(out, body + LAST, m.last_motion_errors);
  }

  @Override
  public boolean decode(ByteBuffer in, FrankaState out) {
    int start = in.position();
    if (!HotWire.skipHeader(in) || in.remaining() != BODY_BYTES) return false;
    int body = in.position();
    out.seq = in.getInt(start);
    out.stamp_ns = HotWire.stamp_ns(in, start);
    get(in, body + Q, out.q_rad);
    get(in, body + DQ, out.dq_rad_s);
    get(in, body + TAU_J, out.tau_J_Nm);
    get(in, body + O_T_EE, out.O_T_EE);
    get(in, body + F_T_EE, out.F_T_EE);
    out.control_command_success_rate = in.getDouble(body + SUCCESS);
    out.robot_mode = in.get(body + MODE) & 0xFF;
    out.current_errors = flags(in, body + CURRENT);
    out.last_motion_errors = flags(in, body + LAST);
    return true;
  }

  private static void put(ByteBuffer out, int at, double[] values) {
    for (int i = 0; i < values.length; i++) out.putDouble(at + i * Double.BYTES, values[i]);
  }

  private static void get(ByteBuffer in, int at, double[] values) {
    for (int i = 0; i < values.length; i++) values[i] = in.getDouble(at + i * Double.BYTES);
  }

  private static void putFlags(ByteBuffer out, int at, long flags) {
    for (int i = 0; i < ERRORS; i++) out.put(at + i, (byte) (flags >> i & 1));
  }

  private static long flags(ByteBuffer in, int at) {
    long flags = 0;
    for (int i = 0; i < ERRORS; i++) if (in.get(at + i) != 0) flags |= 1L << i;
    return flags;
  }
}
