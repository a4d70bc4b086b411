package reins.ros.hot;

import java.nio.ByteBuffer;
import reins.ros.message.MessageCatalog;
import reins.ros.message.MessageType;

/**
 * Images of one size and encoding, rows without gaps: a camera's stream lands in the same memory
 * again and again, where a message of its own would be a new megabyte at every image.
 */
public final class ImageCodec implements HotCodec<Image> {
  private static final MessageType TYPE = MessageCatalog.standard().get("sensor_msgs/Image");

  /** Height and width, then the encoding; is_bigendian, step and the number of bytes. */
  private static final int FIXED_BYTES = 4 * Integer.BYTES + 1;

  private final int width;
  private final int height;
  private final int step;
  private final byte[] encoding;
  private final byte[] frameId;

  /**
   * @param encoding as sensor_msgs has it, such as {@code rgb8}
   * @param pixel_bytes that one pixel takes in it
   * @param frameId written into every header; ignored when reading
   */
  public ImageCodec(int width, int height, String encoding, int pixel_bytes, String frameId) {
    this.width = width;
    this.height = height;
    this.step = Math.multiplyExact(width, pixel_bytes);
    Math.multiplyExact(step, height);
    this.encoding = HotWire.string(encoding);
    this.frameId = HotWire.string(frameId);
  }

  @Override
  public MessageType type() {
    return TYPE;
  }

  @Override
  public Image allocate() {
    return new Image(step * height);
  }

  @Override
  public int maxBytes() {
    return HotWire.HEADER_BYTES
        + Math.max(HotWire.MAX_FRAME_ID_BYTES, frameId.length)
        + FIXED_BYTES
        + encoding.length
        + step * height;
  }

  @Override
  public void encode(Image message, ByteBuffer out) {
    HotWire.putHeader(out, message.seq, message.stamp_ns, frameId);
    out.putInt(height).putInt(width).put(encoding).put((byte) 0).putInt(step);
    out.putInt(message.pixels.length).put(message.pixels);
  }

  @Override
  public boolean decode(ByteBuffer in, Image out) {
    int start = in.position();
    if (!HotWire.skipHeader(in)) return false;
    int after = FIXED_BYTES + encoding.length + out.pixels.length;
    if (in.remaining() != after || in.getInt() != height || in.getInt() != width) return false;
    if (!HotWire.matches(in, encoding)) return false;
    in.get();
    if (in.getInt() != step || in.getInt() != out.pixels.length) return false;
    out.seq = in.getInt(start);
    out.stamp_ns = HotWire.stamp_ns(in, start);
    in.get(out.pixels);
    return true;
  }
}
