package reins.ros.typed;

import java.nio.ByteBuffer;
import reins.ros.message.DynamicCodec;
import reins.ros.message.DynamicMessage;
import reins.ros.message.MessageCodec;
import reins.ros.message.MessageType;

/** Messages of a generated class, by way of what they stand for. */
final class TypedCodec<T extends Message> implements MessageCodec<T> {
  private final MessageClass<T> messages;
  private final DynamicCodec codec;

  TypedCodec(MessageClass<T> messages, MessageType type) {
    this.messages = messages;
    this.codec = new DynamicCodec(type);
  }

  @Override
  public MessageType type() {
    return codec.type();
  }

  @Override
  public T newMessage() {
    return messages.view(new DynamicMessage(type()));
  }

  @Override
  public int size(T message) {
    return codec.size(message.toRawMessage());
  }

  @Override
  public void encode(T message, ByteBuffer out) {
    codec.encode(message.toRawMessage(), out);
  }

  @Override
  public T decode(ByteBuffer in) {
    return messages.view(codec.decode(in));
  }
}
