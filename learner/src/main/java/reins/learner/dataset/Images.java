package reins.learner.dataset;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * What the cameras saw at the beginning of each step, as PNG files.
 *
 * @param cameras names, without what LeRobot puts before them
 * @param pngs by episode and step: one file for each camera
 */
public record Images(List<String> cameras, int height, int width, List<List<byte[][]>> pngs) {
  /** Colours of a pixel: red, green, blue. */
  static final int COLOURS = 3;

  private static final String COLUMN = "observation.images.";

  /** No cameras. */
  public static final Images NONE = new Images(List.of(), 0, 0, List.of());

  /** Column of a camera in a LeRobot folder. */
  String column(int camera) {
    return COLUMN + cameras.get(camera);
  }

  /** The camera of a column; null: it is none of a camera. */
  static String camera(String column) {
    return column.startsWith(COLUMN) ? column.substring(COLUMN.length()) : null;
  }

  /**
   * Packs an image.
   *
   * @param rgb [height, width, 3] bytes, as replay has them
   */
  public static byte[] png(byte[] rgb, int height, int width) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0, i = 0; y < height; y++)
      for (int x = 0; x < width; x++, i += COLOURS)
        image.setRGB(x, y, (rgb[i] & 255) << 16 | (rgb[i + 1] & 255) << 8 | rgb[i + 2] & 255);
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ImageIO.write(image, "png", out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Unpacks an image: [height, width, 3] bytes.
   *
   * <p>Errors: {@link IllegalArgumentException} where it is none, or has another size.
   */
  public byte[] rgb(int episode, int step, int camera) {
    return rgb(pngs.get(episode).get(step)[camera], height, width, column(camera));
  }

  static byte[] rgb(byte[] png, int height, int width, String column) {
    BufferedImage image;
    try {
      image = ImageIO.read(new ByteArrayInputStream(png));
    } catch (IOException e) {
      throw new IllegalArgumentException(column + ": " + e.getMessage(), e);
    }
    if (image == null || image.getHeight() != height || image.getWidth() != width)
      throw new IllegalArgumentException(
          "%s: expected an image of %d x %d pixels, got %s"
              .formatted(
                  column,
                  width,
                  height,
                  image == null ? "none" : image.getWidth() + " x " + image.getHeight()));
    byte[] rgb = new byte[height * width * COLOURS];
    for (int y = 0, i = 0; y < height; y++)
      for (int x = 0; x < width; x++) {
        int pixel = image.getRGB(x, y);
        rgb[i++] = (byte) (pixel >> 16);
        rgb[i++] = (byte) (pixel >> 8);
        rgb[i++] = (byte) pixel;
      }
    return rgb;
  }
}
