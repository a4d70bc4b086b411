package reins.ros.hot;

import java.nio.ByteBuffer;
import reins.ros.message.MessageCatalog;
import reins.ros.message.MessageType;

/** std_msgs/Float64: one number. */
public final class Float64Codec implements HotCodec<double[]> {
  private static final MessageType TYPE = MessageCatalog.standard().get("std_msgs/Float64");

  @Override
  public MessageType type() {
    return TYPE;
  }

  @Override
  public double[] allocate() {
    return new double[1];
  }

  @Override
  public int maxBytes() {
    return Double.BYTES;
  }

  @Override
  public void encode(double[] message, ByteBuffer out) {
    out.putDouble(message[0]);
  }

  @Override
  public boolean decode(ByteBuffer in, double[] out) {
    if (in.remaining() != Double.BYTES) return false;
    out[0] = in.getDouble();
    return true;
  }
}
