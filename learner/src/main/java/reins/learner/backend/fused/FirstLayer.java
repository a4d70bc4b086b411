package reins.learner.backend.fused;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import reins.learner.backend.ConvShape;

/**
 * The convolution of three colours, 3 x 3 pixels with stride 2, straight from the pixels: four
 * outputs by two vectors of channels at a time, whose sums stay in registers until bias and ReLU
 * are done. Where vectors or channels do not fit, {@link ConvPass} gathers patches instead.
 *
 * <p>Threads: one at a time.
 */
final class FirstLayer {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();
  private static final int CHANNELS = 2 * L;
  private static final int OUTPUTS = 4;
  private static final int STEP = 2 * ConvShape.COLOURS; // from one output's pixels to the next's

  private final ConvShape shape;
  private final int width;
  private final int[] pixel; // [patch's number] where it lies, from the patch's corner on
  private final float[] taps; // [patch's number, channel]

  FirstLayer(ConvShape shape) {
    this.shape = shape;
    width = shape.widths()[0];
    int run = 3 * ConvShape.COLOURS;
    pixel = new int[shape.fanIn(0)];
    for (int p = 0; p < pixel.length; p++)
      pixel[p] = p / run * shape.width() * ConvShape.COLOURS + p % run;
    taps = new float[pixel.length * width];
  }

  static boolean fits(ConvShape shape) {
    return L == 16 && shape.widths()[0] % CHANNELS == 0 && shape.columnsOut(0) >= OUTPUTS;
  }

  /** Takes the weights, [channel, patch's number], and the biases of these parameters. */
  void load(float[] theta) {
    int k = pixel.length, at = shape.weight(0);
    for (int c = 0; c < width; c++)
      for (int p = 0; p < k; p++) taps[p * width + c] = theta[at + c * k + p];
  }

  /**
   * All outputs of an image.
   *
   * @param a [rows out, columns out, channels] written from {@code to} on
   */
  void forward(float[] pixels, int at, float[] theta, float[] a, int to) {
    int columns = shape.columnsOut(0), row = shape.width() * ConvShape.COLOURS;
    for (int y = 0; y < shape.rowsOut(0); y++)
      for (int column = 0; column < columns; column += OUTPUTS) {
        int x = Math.min(column, columns - OUTPUTS); // the last ones twice rather than fewer
        for (int c = 0; c < width; c += CHANNELS)
          outputs(pixels, at + 2 * y * row + x * STEP, theta, a, to + (y * columns + x) * width, c);
      }
  }

  private void outputs(float[] pixels, int corner, float[] theta, float[] a, int a0, int c) {
    FloatVector b0 = vector(theta, shape.bias(0) + c), b1 = vector(theta, shape.bias(0) + c + L);
    FloatVector s00 = b0, s01 = b1, s10 = b0, s11 = b1;
    FloatVector s20 = b0, s21 = b1, s30 = b0, s31 = b1;
    for (int p = 0, tap = c; p < pixel.length; p++, tap += width) {
      FloatVector w0 = vector(taps, tap), w1 = vector(taps, tap + L);
      int at = corner + pixel[p];
      FloatVector f = FloatVector.broadcast(S, pixels[at]);
      s00 = f.fma(w0, s00);
      s01 = f.fma(w1, s01);
      f = FloatVector.broadcast(S, pixels[at + STEP]);
      s10 = f.fma(w0, s10);
      s11 = f.fma(w1, s11);
      f = FloatVector.broadcast(S, pixels[at + 2 * STEP]);
      s20 = f.fma(w0, s20);
      s21 = f.fma(w1, s21);
      f = FloatVector.broadcast(S, pixels[at + 3 * STEP]);
      s30 = f.fma(w0, s30);
      s31 = f.fma(w1, s31);
    }
    int to = a0 + c;
    store(s00, s01, a, to);
    store(s10, s11, a, to + width);
    store(s20, s21, a, to + 2 * width);
    store(s30, s31, a, to + 3 * width);
  }

  private static void store(FloatVector s0, FloatVector s1, float[] a, int at) {
    s0.max(0f).intoArray(a, at);
    s1.max(0f).intoArray(a, at + L);
  }

  private static FloatVector vector(float[] x, int at) {
    return FloatVector.fromArray(S, x, at);
  }
}
