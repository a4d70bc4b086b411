package reins.learner.backend;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import reins.contract.config.CameraTerm;
import reins.contract.config.EncoderConfig;
import reins.contract.config.Task;

/**
 * The layout of an image encoder's parameters in one flat array: convolutions of 3 x 3 pixels with
 * stride 2 and no padding, each with ReLU; then for every camera its own dense layer, layer norm
 * and tanh. The convolutions are one and the same for all cameras.
 *
 * <pre>
 *   convolution:  | W [width, 3, 3, in] | b [width] |
 *   each camera:  | W [latent, top] | b [latent] | gamma [latent] | beta [latent] |
 * </pre>
 *
 * <p>Source: RLPD's pixel encoder (rlpd/networks/encoders/d4pg_encoder.py: widths 32, 64, 128, 256,
 * latent with layer norm and tanh); one trunk for all cameras as in SERL.
 *
 * @param cameras per moment
 * @param height pixels of an image
 * @param width pixels of an image
 * @param widths channels of each convolution
 * @param latent numbers that a camera's image becomes
 */
public record ConvShape(int cameras, int height, int width, int[] widths, int latent) {
  /** Colours of a pixel. */
  public static final int COLOURS = 3;

  private static final int TAPS = 9;

  /** Of what a task's camera sees; null where it has none. */
  public static ConvShape of(Task task) {
    if (task.cameras().isEmpty()) return null;
    CameraTerm camera = task.cameras().getFirst();
    EncoderConfig encoder = task.learning().encoder();
    return new ConvShape(1, camera.height(), camera.width(), encoder.widths(), encoder.latent());
  }

  /** Convolutions. */
  public int layers() {
    return widths.length;
  }

  /** Bytes of one camera's image. */
  public int pixels() {
    return height * width * COLOURS;
  }

  /** Rows of a layer's input. */
  public int rowsIn(int layer) {
    return layer == 0 ? height : rowsOut(layer - 1);
  }

  /** Pixels in a row of a layer's input. */
  public int columnsIn(int layer) {
    return layer == 0 ? width : columnsOut(layer - 1);
  }

  /** Rows of a layer's output. */
  public int rowsOut(int layer) {
    return (rowsIn(layer) - 3) / 2 + 1;
  }

  /** Pixels in a row of a layer's output. */
  public int columnsOut(int layer) {
    return (columnsIn(layer) - 3) / 2 + 1;
  }

  /** Channels of a layer's input. */
  public int channelsIn(int layer) {
    return layer == 0 ? COLOURS : widths[layer - 1];
  }

  /** Inputs of one output pixel. */
  public int fanIn(int layer) {
    return TAPS * channelsIn(layer);
  }

  /** Numbers of a layer's output for one image. */
  public int numbers(int layer) {
    return rowsOut(layer) * columnsOut(layer) * widths[layer];
  }

  /** Numbers that the dense layers see of one image. */
  public int top() {
    return numbers(layers() - 1);
  }

  /** Offset of a convolution's weights; of the first dense layer for {@link #layers}. */
  public int weight(int layer) {
    int offset = 0;
    for (int l = 0; l < layer; l++) offset += (fanIn(l) + 1) * widths[l];
    return offset;
  }

  /** Offset of a convolution's bias. */
  public int bias(int layer) {
    return weight(layer) + fanIn(layer) * widths[layer];
  }

  /** Offset of a camera's dense weights; its bias, gamma and beta follow. */
  public int dense(int camera) {
    return weight(layers()) + camera * (top() + 3) * latent;
  }

  /** Offset of a camera's dense bias. */
  public int denseBias(int camera) {
    return dense(camera) + top() * latent;
  }

  /** Numbers of all cameras together. */
  public int out() {
    return cameras * latent;
  }

  /** Length of the flat array. */
  public int parameters() {
    return dense(cameras);
  }

  /** Fresh parameters: Xavier-uniform weights, zero biases, gamma 1, beta 0. */
  public float[] initial(RandomGenerator random) {
    float[] theta = new float[parameters()];
    for (int l = 0; l < layers(); l++)
      xavier(random, theta, weight(l), bias(l), fanIn(l) + TAPS * widths[l]);
    for (int c = 0; c < cameras; c++) {
      xavier(random, theta, dense(c), denseBias(c), top() + latent);
      Arrays.fill(theta, denseBias(c) + latent, denseBias(c) + 2 * latent, 1f);
    }
    return theta;
  }

  private static void xavier(RandomGenerator random, float[] theta, int from, int to, int fans) {
    double limit = Math.sqrt(6.0 / fans);
    for (int i = from; i < to; i++) theta[i] = (float) ((2 * random.nextDouble() - 1) * limit);
  }
}
