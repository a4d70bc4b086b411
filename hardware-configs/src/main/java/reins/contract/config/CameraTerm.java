package reins.contract.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/**
 * A camera's picture as a part of the observation: RGB, top row first, each byte scaled to about
 * [-1, 1]: {@code (value - center) / half_range}.
 *
 * @param name of the camera, as the robot's rig and the simulator know it
 * @param width in pixels, as the policy sees it
 * @param height in pixels
 * @param stale_s an older picture is none: the policy's step then does not count as seen
 */
public record CameraTerm(
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) int width,
    @JsonProperty(required = true) int height,
    @JsonProperty(required = true) double center,
    @JsonProperty(required = true) double half_range,
    @JsonProperty(required = true) double stale_s) {
  /** Colours of a pixel. */
  public static final int CHANNELS = 3;

  /** Checks ranges. */
  public CameraTerm {
    Expect.notBlank(name, "name");
    Expect.within(width, 8, 1024, "width");
    Expect.within(height, 8, 1024, "height");
    Expect.within(center, 0, 255, "center");
    Expect.within(half_range, 1, 255, "half_range");
    Expect.within(stale_s, 0.01, 2, "stale_s");
  }

  /** [256] what each value of a byte becomes. */
  public float[] scale() {
    float[] scale = new float[256];
    // s = (v - center) / half_range
    for (int v = 0; v < scale.length; v++) scale[v] = (float) ((v - center) / half_range);
    return scale;
  }

  /** Numbers of one picture, and its bytes. */
  public int numbers() {
    return width * height * CHANNELS;
  }

  /** Everything whose change would make an old policy wrong, as one line. */
  public String meaning() {
    return String.format(
        Locale.ROOT, "camera %s %dx%d %s %s", name, width, height, center, half_range);
  }
}
