package reins.policy.camera;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Makes JPEG files of images as ROS has them.
 *
 * <p>Threads: one owner. Shapes: pixels [height, step], top row first.
 */
public final class Jpeg {
  private static final float QUALITY = 0.75f;
  private static final int SIDE_MAX = 4096;

  private final ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
  private final ImageWriteParam how = writer.getDefaultWriteParam();
  private BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_3BYTE_BGR);

  /** Of the quality that people look at. */
  public Jpeg() {
    how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    how.setCompressionQuality(QUALITY);
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
    if (image.getWidth() != width || image.getHeight() != height)
      image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    fill(width, height, bytes, encoding.startsWith("rgb"), step, pixels);
    return write();
  }

  private static int bytes(String encoding) {
    return switch (encoding) {
      case "rgb8", "bgr8" -> 3;
      case "rgba8", "bgra8" -> 4;
      case "mono8" -> 1;
      default -> throw new IllegalArgumentException("encoding " + encoding);
    };
  }

  private void fill(int width, int height, int bytes, boolean rgb, int step, byte[] pixels) {
    byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    int first = rgb ? 2 : 0, second = bytes == 1 ? 0 : 1, third = bytes == 1 ? 0 : 2 - first;
    for (int row = 0, to = 0; row < height; row++) {
      int from = row * step;
      for (int column = 0; column < width; column++, from += bytes, to += 3) {
        bgr[to] = pixels[from + first];
        bgr[to + 1] = pixels[from + second];
        bgr[to + 2] = pixels[from + third];
      }
    }
  }

  private byte[] write() {
    ByteArrayOutputStream file = new ByteArrayOutputStream(1 << 16);
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), how);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }

  /** Whether these bytes begin as a picture does that every browser shows: JPEG or PNG. */
  static boolean isPicture(byte[] file) {
    if (file.length < 8) return false;
    boolean jpeg = (file[0] & 255) == 0xFF && (file[1] & 255) == 0xD8 && (file[2] & 255) == 0xFF;
    boolean png = (file[0] & 255) == 0x89 && file[1] == 'P' && file[2] == 'N' && file[3] == 'G';
    return jpeg || png;
  }
}
