package reins.ros.hot;

import java.nio.ByteBuffer;
import reins.ros.message.MessageCatalog;
import reins.ros.message.MessageType;

/**
 * std_msgs/Float64MultiArray of a fixed number of values: torques, a gripper's width. The layout is
 * ignored.
 */
public final class Float64ArrayCodec implements HotCodec<double[]> {
  private static final MessageType TYPE =
      MessageCatalog.standard().get("std_msgs/Float64MultiArray");

  /** Room for the dimensions that a peer may describe; more is not worth reading. */
  private static final int MAX_LAYOUT_BYTES = 512;

  private final int length;

  public Float64ArrayCodec(int length) {
    this.length = length;
  }

  @Override
  public MessageType type() {
    return TYPE;
  }

  @Override
  public double[] allocate() {
    return new double[length];
  }

  @Override
  public int maxBytes() {
    return MAX_LAYOUT_BYTES + Integer.BYTES + length * Double.BYTES;
  }

  @Override
  public void encode(double[] message, ByteBuffer out) {
    // No dimensions, no offset.
    out.putInt(0).putInt(0);
    HotWire.putDoubles(out, message);
  }

  @Override
  public boolean decode(ByteBuffer in, double[] out) {
    return skipLayout(in) && HotWire.getDoubles(in, out) && !in.hasRemaining();
  }

  private static boolean skipLayout(ByteBuffer in) {
    if (in.remaining() < 2 * Integer.BYTES) return false;
    int dimensions = in.getInt();
    for (int i = 0; i < dimensions; i++) {
      // label, size, stride
      if (!HotWire.skipString(in) || in.remaining() < 2 * Integer.BYTES) return false;
      in.getLong();
    }
    if (dimensions < 0 || in.remaining() < Integer.BYTES) return false;
    // data_offset
    in.getInt();
    return true;
  }
}
