package reins.ros.hot;

/**
 * sensor_msgs/Image of a known size and encoding, such as a camera's.
 *
 * <p>Shapes: {@link #pixels} row after row from the top, as long as its codec's images.
 */
public final class Image {
  public int seq;
  public long stamp_ns;
  public final byte[] pixels;

  Image(int bytes) {
    pixels = new byte[bytes];
  }
}
