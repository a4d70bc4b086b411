package reins.ros.message;

import java.nio.ByteBuffer;

/** Reads messages of whatever type a topic has, by the definition that its publisher sends. */
public final class AnyTypeCodec implements LearningCodec<DynamicMessage> {
  private volatile DynamicCodec learnt;

  @Override
  public synchronized void learn(String name, String md5, String definition) {
    if (learnt == null) learnt = new DynamicCodec(MessageType.checked(name, md5, definition));
    else learnt.type().require(name, md5);
  }

  @Override
  public MessageType type() {
    DynamicCodec now = learnt;
    return now == null ? MessageType.ANY : now.type();
  }

  @Override
  public DynamicMessage newMessage() {
    return known().newMessage();
  }

  @Override
  public int size(DynamicMessage message) {
    return known().size(message);
  }

  @Override
  public void encode(DynamicMessage message, ByteBuffer out) {
    known().encode(message, out);
  }

  @Override
  public DynamicMessage decode(ByteBuffer in) {
    return known().decode(in);
  }

  private DynamicCodec known() {
    DynamicCodec now = learnt;
    if (now == null)
      throw new WireFormatException("no publisher has said yet what the topic holds");
    return now;
  }
}
