package reins.ros.message;

import java.nio.ByteBuffer;

/** Carries messages through unread: for recorders, players and meters. */
public final class RawCodec implements LearningCodec<RawMessage> {
  private volatile MessageType type;

  /** Takes whatever type a topic turns out to have. */
  public RawCodec() {
    this(MessageType.ANY);
  }

  public RawCodec(MessageType type) {
    this.type = type;
  }

  @Override
  public synchronized void learn(String name, String md5, String definition) {
    if (type == MessageType.ANY) type = MessageType.checked(name, md5, definition);
    else type.require(name, md5);
  }

  @Override
  public MessageType type() {
    return type;
  }

  @Override
  public RawMessage newMessage() {
    return new RawMessage(type, new byte[0]);
  }

  @Override
  public int size(RawMessage message) {
    return message.bytes().length;
  }

  @Override
  public void encode(RawMessage message, ByteBuffer out) {
    out.put(message.bytes());
  }

  @Override
  public RawMessage decode(ByteBuffer in) {
    byte[] bytes = new byte[in.remaining()];
    in.get(bytes);
    return new RawMessage(type, bytes);
  }
}
