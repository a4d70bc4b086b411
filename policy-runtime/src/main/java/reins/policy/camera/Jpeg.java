package reins.policy.camera;

/**
 * Makes JPEG files of images as ROS has them: by libjpeg-turbo where the machine has it, else by
 * the JDK.
 *
 * <p>Threads: one owner. Shapes: pixels [height, step], top row first.
 */
public final class Jpeg {
  /** What people look at. */
  private static final int QUALITY = 75;

  private static final int SIDE_MAX = 4096;

  private final JpegEncoder encoder;

  /** By the quickest encoder that there is. */
  public Jpeg() {
    this(TurboJpeg.open(QUALITY).orElseGet(() -> new PlainJpeg(QUALITY)));
  }

  Jpeg(JpegEncoder encoder) {
    this.encoder = encoder;
  }

  /** Whether this machine has libjpeg-turbo. */
  public static boolean isQuick() {
    return TurboJpeg.open(QUALITY).isPresent();
  }

  /**
   * One image as a file.
   *
   * <p>Errors: {@link IllegalArgumentException} where sizes and encoding do not fit together.
   *
   * @param encoding rgb8, bgr8, rgba8, bgra8 or mono8
   * @param step bytes of a row
   */
  public byte[] of(int width, int height, String encoding, int step, byte[] pixels) {
    int bytes = bytes(encoding);
    if (width < 1 || height < 1 || width > SIDE_MAX || height > SIDE_MAX)
      throw new IllegalArgumentException(width + " x " + height + " pixels");
    if (step < bytes * width || (long) step * (height - 1) + (long) bytes * width > pixels.length)
      throw new IllegalArgumentException(
          "rows of " + step + " bytes, " + pixels.length + " in all");
    return encoder.encode(width, height, encoding, step, pixels);
  }

  static int bytes(String encoding) {
    return switch (encoding) {
      case "rgb8", "bgr8" -> 3;
      case "rgba8", "bgra8" -> 4;
      case "mono8" -> 1;
      default -> throw new IllegalArgumentException("encoding " + encoding);
    };
  }

  /** Whether these bytes begin as a picture does that every browser shows: JPEG or PNG. */
  static boolean isPicture(byte[] file) {
    if (file.length < 8) return false;
    boolean jpeg = (file[0] & 255) == 0xFF && (file[1] & 255) == 0xD8 && (file[2] & 255) == 0xFF;
    boolean png = (file[0] & 255) == 0x89 && file[1] == 'P' && file[2] == 'N' && file[3] == 'G';
    return jpeg || png;
  }
}
