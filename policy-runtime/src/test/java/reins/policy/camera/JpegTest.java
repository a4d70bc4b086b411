package reins.policy.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JpegTest {
  private static final int SIDE = 32;
  private final Jpeg jpeg = new Jpeg();

  /** An orange plane, rows with a gap: it comes back orange, whatever the order of its bytes. */
  @ParameterizedTest
  @CsvSource({"rgb8,3", "bgr8,3", "rgba8,4", "bgra8,4", "mono8,1"})
  void shouldKeepTheColours(String encoding, int bytes) throws IOException {
    int[] rgb = bytes == 1 ? new int[] {128, 128, 128} : new int[] {230, 120, 20};
    int step = SIDE * bytes + 5;
    byte[] pixels = new byte[step * SIDE];
    for (int row = 0; row < SIDE; row++)
      for (int column = 0; column < SIDE; column++)
        for (int k = 0; k < Math.min(3, bytes); k++)
          pixels[row * step + column * bytes + k] =
              (byte) rgb[encoding.startsWith("bgr") ? 2 - k : k];
    for (JpegEncoder encoder : encoders()) {
      byte[] file = new Jpeg(encoder).of(SIDE, SIDE, encoding, step, pixels);
      assertTrue(Jpeg.isPicture(file));
      // Samples: as a colour, Java takes a grey picture's for linear light.
      Raster back = ImageIO.read(new ByteArrayInputStream(file)).getRaster();
      for (int k = 0; k < back.getNumBands(); k++)
        assertEquals(rgb[k], back.getSample(SIDE / 2, SIDE / 2, k), 8);
    }
  }

  /** Both, where the machine has both. */
  private static List<JpegEncoder> encoders() {
    JpegEncoder plain = new PlainJpeg(75);
    if (Jpeg.isQuick()) return List.of(plain, TurboJpeg.open(75).orElseThrow());
    String lacking = "libturbojpeg0 is not installed: NOT tested with it";
    assertNotEquals("true", System.getenv("CI"), lacking);
    System.err.println("reins: " + lacking);
    return List.of(plain);
  }

  /** A picture with detail, then a smaller one: as sharp from one encoder as from the other. */
  @Test
  void shouldMakeTheSameOfTheSame() throws IOException {
    Random random = new Random(3);
    for (int side : new int[] {200, 64}) {
      byte[] pixels = new byte[3 * side * side];
      for (int i = 0; i < pixels.length; i++)
        pixels[i] = (byte) (100 + 60 * Math.sin(i / 300.0) + random.nextInt(20));
      List<BufferedImage> made = new ArrayList<>();
      for (JpegEncoder encoder : encoders())
        made.add(
            ImageIO.read(
                new ByteArrayInputStream(
                    new Jpeg(encoder).of(side, side, "rgb8", 3 * side, pixels))));
      for (BufferedImage picture : made) assertTrue(away(picture, pixels, side) < 6);
      assertEquals(away(made.getFirst(), pixels, side), away(made.getLast(), pixels, side), 0.3);
    }
  }

  /** How far its green is from the pixels', on average. */
  private static double away(BufferedImage picture, byte[] pixels, int side) {
    double sum = 0;
    for (int y = 0; y < side; y++)
      for (int x = 0; x < side; x++)
        sum += Math.abs((picture.getRGB(x, y) >> 8 & 255) - (pixels[3 * (y * side + x) + 1] & 255));
    return sum / side / side;
  }

  @ParameterizedTest
  @CsvSource({
    "0,4,rgb8,12,48",
    "4,4,rgb8,11,48",
    "4,4,rgb8,12,47",
    "99999,4,mono8,99999,48",
    "4,4,yuv422,8,48",
    "4,-1,rgb8,12,48",
    "4,4,rgb8,2147483647,48"
  })
  void shouldRefuseWhatDoesNotFitTogether(
      int width, int height, String encoding, int step, int length) {
    assertThrows(
        IllegalArgumentException.class,
        () -> jpeg.of(width, height, encoding, step, new byte[length]));
  }

  @Test
  void shouldKnowAPictureByItsFirstBytes() {
    assertFalse(Jpeg.isPicture(new byte[100]));
    assertFalse(Jpeg.isPicture(new byte[] {(byte) 0xFF, (byte) 0xD8}));
    assertFalse(Jpeg.isPicture("<html><script>".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    assertTrue(Jpeg.isPicture(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10}));
  }
}
