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

/** The JDK's own encoder: always there, and eight times as long about it as {@link TurboJpeg}. */
final class PlainJpeg implements JpegEncoder {
  private final ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
  private final ImageWriteParam how = writer.getDefaultWriteParam();
  private BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_3BYTE_BGR);

  /**
   * @param quality 1 to 100
   */
  PlainJpeg(int quality) {
    how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    how.setCompressionQuality(quality / 100f);
  }

  @Override
  public byte[] encode(int width, int height, String encoding, int step, byte[] pixels) {
    if (image.getWidth() != width || image.getHeight() != height)
      image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    fill(width, height, Jpeg.bytes(encoding), encoding.startsWith("rgb"), step, pixels);
    return write();
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
}
