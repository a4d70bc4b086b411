package reins.contract.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What turns a camera's picture into a few numbers: convolutions of 3 x 3 pixels with stride 2,
 * then a dense layer.
 *
 * @param widths channels of each convolution
 * @param latent numbers that the picture becomes
 * @param shift_px while it learns, pictures are shifted by up to so many pixels
 */
public record EncoderConfig(
    @JsonProperty(required = true) int[] widths,
    @JsonProperty(required = true) int latent,
    @JsonProperty(required = true) int shift_px) {
  /** Of a task without cameras: nothing. */
  public EncoderConfig() {
    this(new int[0], 0, 0);
  }

  /** Checks ranges. */
  public EncoderConfig {
    Expect.that(widths.length <= 6, "widths", "expected at most 6 widths");
    for (int width : widths) Expect.within(width, 1, 1024, "widths");
    Expect.within(latent, widths.length == 0 ? 0 : 1, 1024, "latent");
    Expect.within(shift_px, 0, 4, "shift_px");
  }

  /** Checks that a picture is large enough for so many convolutions. */
  void fits(CameraTerm camera) {
    Expect.that(
        widths.length > 0,
        "learning.encoder",
        "expected widths and latent of what makes numbers of the camera's picture");
    int least = 1;
    for (int i = 0; i < widths.length; i++) least = 2 * least + 1;
    Expect.that(
        Math.min(camera.height(), camera.width()) >= least,
        "learning.encoder.widths",
        "%d convolutions with stride 2 need at least %d x %d pixels, the camera has %d x %d"
            .formatted(widths.length, least, least, camera.width(), camera.height()));
  }
}
