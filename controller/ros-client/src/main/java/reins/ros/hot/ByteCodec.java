package reins.ros.hot;

import java.nio.ByteBuffer;
import reins.ros.message.MessageCatalog;
import reins.ros.message.MessageType;

/** Messages of one byte, signed: std_msgs/Bool, the modes of a robot. */
public final class ByteCodec implements HotCodec<int[]> {
  private final MessageType type;

  /**
   * @param type such as {@code std_msgs/Bool}
   */
  public ByteCodec(String type) {
    this.type = MessageCatalog.standard().get(type);
    if (this.type.minBytes() != 1)
      throw new IllegalArgumentException(type + ": expected a message of one byte");
  }

  @Override
  public MessageType type() {
    return type;
  }

  @Override
  public int[] allocate() {
    return new int[1];
  }

  @Override
  public int maxBytes() {
    return 1;
  }

  @Override
  public void encode(int[] message, ByteBuffer out) {
    out.put((byte) message[0]);
  }

  @Override
  public boolean decode(ByteBuffer in, int[] out) {
    if (in.remaining() != 1) return false;
    out[0] = in.get();
    return true;
  }
}
