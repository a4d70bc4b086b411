package reins.ros.message;

/**
 * A message's bytes as they came, not looked into.
 *
 * @param type what they mean
 * @param bytes the body, without its length; not to be changed
 */
public record RawMessage(MessageType type, byte[] bytes) {
  /** The fields, for tools that show them. */
  public DynamicMessage decode() {
    return new DynamicCodec(type)
        .decode(java.nio.ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN));
  }
}
