package reins.ros.hot;

import java.nio.ByteBuffer;
import reins.ros.message.MessageCatalog;
import reins.ros.message.MessageType;

/** mavros_msgs/State. */
public final class PilotStateCodec implements HotCodec<PilotState> {
  private static final MessageType TYPE = MessageCatalog.standard().get("mavros_msgs/State");
  private static final byte[] FRAME = HotWire.string("");
  private static final byte[][] MODES =
      PilotState.MODES.stream().map(HotWire::string).toArray(byte[][]::new);

  /** connected, armed, guided, manual_input. */
  private static final int FLAGS = 4;

  private static final int MAX_MODE_BYTES = 64;

  @Override
  public MessageType type() {
    return TYPE;
  }

  @Override
  public PilotState allocate() {
    return new PilotState();
  }

  @Override
  public int maxBytes() {
    return HotWire.HEADER_BYTES + HotWire.MAX_FRAME_ID_BYTES + FLAGS + 4 + MAX_MODE_BYTES + 1;
  }

  @Override
  public void encode(PilotState message, ByteBuffer out) {
    HotWire.putHeader(out, message.seq, message.stamp_ns, FRAME);
    out.put((byte) (message.connected ? 1 : 0)).put((byte) (message.armed ? 1 : 0));
    // Guided is what MAVROS calls Offboard too; nobody holds a stick.
    out.put((byte) (message.mode == PilotState.OFFBOARD ? 1 : 0)).put((byte) 0);
    out.put(MODES[message.mode]).put((byte) 0);
  }

  @Override
  public boolean decode(ByteBuffer in, PilotState out) {
    int start = in.position();
    if (!HotWire.skipHeader(in) || in.remaining() < FLAGS) return false;
    out.seq = in.getInt(start);
    out.stamp_ns = HotWire.stamp_ns(in, start);
    out.connected = in.get() != 0;
    out.armed = in.get() != 0;
    in.position(in.position() + 2);
    int at = in.position();
    out.mode = 0;
    for (int i = 1; i < MODES.length && out.mode == 0; i++) {
      in.position(at);
      if (HotWire.matches(in, MODES[i])) out.mode = i;
    }
    in.position(at);
    return HotWire.skipString(in) && in.remaining() == 1;
  }
}
