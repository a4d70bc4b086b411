package reins.contract.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import reins.contract.config.CameraTerm;
import reins.contract.config.Task;

/**
 * What a policy file must agree on with the process that runs it: shapes, the meaning of
 * observation and action, opset.
 *
 * <p>An ONNX policy takes {@code obs} [B, O] float32, where the task has a camera {@code image} [B,
 * H, W, 3] float32 beside it, scaled as the task says, and gives {@code mu} [B, A] and {@code std}
 * [B, A]; the executed action is {@code tanh(mu)}, or {@code tanh(mu + std * noise)} while
 * learning.
 *
 * @param camera whose picture the policy sees; null: none
 * @param fingerprint SHA-256 of the task's contract, in hex; equal at both ends or the policy is
 *     refused
 */
public record PolicySpec(int obsDim, int actionDim, CameraTerm camera, String fingerprint) {
  /** The contract of a policy without eyes. */
  public PolicySpec(int obsDim, int actionDim, String fingerprint) {
    this(obsDim, actionDim, null, fingerprint);
  }

  /** The only opset that policies use. */
  public static final int OPSET = 17;

  /** The largest policy file that is read. */
  public static final int MAX_BYTES = 64 << 20;

  /** Name of the network's input. */
  public static final String OBS = "obs";

  /** Name of the network's input for the camera's picture. */
  public static final String IMAGE = "image";

  /** Name of the output before tanh. */
  public static final String MU = "mu";

  /** Name of the standard deviation's output. */
  public static final String STD = "std";

  /** Metadata key of the fingerprint. */
  public static final String KEY_FINGERPRINT = "reins.fingerprint";

  /** Metadata key of the version. */
  public static final String KEY_VERSION = "reins.version";

  /** Metadata key of the golden input: comma-separated floats, [O]. */
  public static final String KEY_GOLDEN_OBS = "reins.golden_obs";

  /** Metadata key of the golden picture: the seed of {@link #picture}. */
  public static final String KEY_GOLDEN_IMAGE = "reins.golden_image";

  /** Metadata key of the golden output mu: comma-separated floats, [A]. */
  public static final String KEY_GOLDEN_MU = "reins.golden_mu";

  /** Metadata key of the golden output std: comma-separated floats, [A]. */
  public static final String KEY_GOLDEN_STD = "reins.golden_std";

  /** The contract of a task: everything whose change would make an old policy wrong. */
  public static PolicySpec of(Task task) {
    StringBuilder text = new StringBuilder("reins-policy-1\n");
    text.append(task.robot()).append('\n').append(task.policy_hz()).append('\n');
    for (Task.ObservationTerm term : task.observation())
      text.append(term.name())
          .append(Arrays.toString(term.center()))
          .append(Arrays.toString(term.half_range()))
          .append('\n');
    text.append(task.action().meaning());
    for (CameraTerm camera : task.cameras()) text.append('\n').append(camera.meaning());
    CameraTerm camera = task.cameras().isEmpty() ? null : task.cameras().getFirst();
    return new PolicySpec(task.obsDim(), task.action().dim(), camera, sha256(text.toString()));
  }

  /** Of the camera's picture; 0 without. */
  public int imageHeight() {
    return camera == null ? 0 : camera.height();
  }

  /** Of the camera's picture; 0 without. */
  public int imageWidth() {
    return camera == null ? 0 : camera.width();
  }

  /** Numbers of the camera's picture, and its bytes; 0 without. */
  public int imageNumbers() {
    return camera == null ? 0 : camera.numbers();
  }

  /** A picture of noise that both ends can make, as the camera's bytes, by rows, from a seed. */
  public byte[] noise(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] image = new byte[imageNumbers()];
    for (int i = 0; i < image.length; i++) image[i] = (byte) random.nextInt(256);
    return image;
  }

  /** The same as the policy sees it, scaled. */
  public float[] picture(long seed) {
    byte[] bytes = noise(seed);
    float[] image = new float[bytes.length];
    float[] scale = camera == null ? new float[0] : camera.scale();
    for (int i = 0; i < image.length; i++) image[i] = scale[bytes[i] & 255];
    return image;
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
