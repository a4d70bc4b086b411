package reins.policy.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
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
    byte[] file = jpeg.of(SIDE, SIDE, encoding, step, pixels);
    assertTrue(Jpeg.isPicture(file));
    BufferedImage back = ImageIO.read(new ByteArrayInputStream(file));
    int colour = back.getRGB(SIDE / 2, SIDE / 2);
    assertEquals(rgb[0], colour >> 16 & 255, 8);
    assertEquals(rgb[1], colour >> 8 & 255, 8);
    assertEquals(rgb[2], colour & 255, 8);
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
