package reins.policy.observe;

import java.util.List;
import reins.contract.config.CameraTerm;

/**
 * The newest picture of a task's camera, and the numbers that a policy sees of it. Without a camera
 * it is empty.
 *
 * <p>Fields are mutable and allocated once: one thread owns them.
 */
public final class Images {
  /** Actor's monotonic clock when the picture arrived; 0: none yet. */
  public long stamp_ns;

  /** [H, W, 3] red, green, blue, top row first. */
  public final byte[] rgb;

  /** [H, W, 3] the same, scaled. */
  public final float[] scaled;

  private final float[] scale;
  private final long stale_ns;

  /** Room for what a task's cameras show. */
  public Images(List<CameraTerm> cameras) {
    int numbers = cameras.stream().mapToInt(CameraTerm::numbers).sum();
    rgb = new byte[numbers];
    scaled = new float[numbers];
    stale_ns = cameras.stream().mapToLong(c -> Math.round(1e9 * c.stale_s())).min().orElse(0);
    scale = cameras.isEmpty() ? new float[0] : cameras.getFirst().scale();
  }

  /**
   * Scales the newest picture for the policy. Where it is too old the object counts as not seen:
   * nobody acts on it.
   *
   * @param objects written
   */
  public void look(long now_ns, Objects objects) {
    boolean stale = stamp_ns == 0 || now_ns - stamp_ns > stale_ns;
    if (stale && rgb.length > 0) objects.stamp_ns = 0;
    for (int i = 0; i < rgb.length; i++) scaled[i] = scale[rgb[i] & 255];
  }
}
