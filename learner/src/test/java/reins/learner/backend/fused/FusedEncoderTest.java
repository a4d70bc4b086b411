package reins.learner.backend.fused;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import reins.contract.config.CameraTerm;
import reins.learner.backend.ConvShape;
import reins.learner.backend.MlpShape;
import reins.learner.backend.Shifts;
import reins.learner.backend.Workers;
import reins.learner.replay.SeededRandom;

/** The encoder beside one written with nothing but loops and doubles. */
@ParameterizedClass
@MethodSource("shapes")
class FusedEncoderTest {
  private static final float[] SCALE = new CameraTerm("any", 91, 75, 100, 155, 1).scale();
  private static final int ROWS = 11; // a task of eight, one of three
  private static final double LR = 1e-3;

  /**
   * Two layers that go image by image and one that goes through all images of a task at once;
   * channels that fill whole tiles of vectors (of a size at which no number is so near a ReLU's
   * zero that floats and doubles part there, as one is at 23 x 28).
   */
  private static Stream<ConvShape> shapes() {
    return Stream.of(
        new ConvShape(2, 75, 91, new int[] {5, 6, 16}, 6),
        new ConvShape(2, 24, 30, new int[] {32, 64}, 6));
  }

  private final ConvShape shape;
  private final SeededRandom random = new SeededRandom(4);
  private final byte[] images;
  private final int[] shifts = new int[ROWS];
  private final float[] z;

  FusedEncoderTest(ConvShape shape) {
    this.shape = shape;
    images = new byte[ROWS * shape.cameras() * shape.pixels()];
    z = new float[ROWS * shape.out()];
  }

  private FusedEncoder encoder(int threads) {
    random.restore(9);
    random.nextBytes(images);
    Shifts.draw(random, Shifts.PAD, shifts);
    shifts[0] = 0; // the corners
    shifts[1] = 80;
    return new FusedEncoder(shape, SCALE, ROWS, LR, 0.1, new SeededRandom(3), new Workers(threads));
  }

  /** One camera's numbers of one row. */
  private double[] plain(double[] theta, int row, int camera) {
    int rows = shape.height();
    int columns = shape.width();
    int channels = ConvShape.COLOURS;
    double[] a = new double[shape.pixels()];
    int at = (row * shape.cameras() + camera) * shape.pixels();
    for (int y = 0; y < rows; y++)
      for (int x = 0; x < columns; x++)
        for (int c = 0; c < channels; c++) {
          int fromY = Math.clamp(y + shifts[row] / 9 - 4, 0, rows - 1);
          int fromX = Math.clamp(x + shifts[row] % 9 - 4, 0, columns - 1);
          int from = at + (fromY * columns + fromX) * channels + c;
          a[(y * columns + x) * channels + c] = ((images[from] & 0xff) - 100) / 155.0;
        }
    for (int l = 0; l < shape.layers(); l++) {
      a = convolve(theta, l, a, columns, channels);
      columns = shape.columnsOut(l);
      channels = shape.widths()[l];
    }
    return dense(theta, camera, a);
  }

  private double[] convolve(double[] theta, int l, double[] a, int side, int channels) {
    int width = shape.widths()[l];
    int columns = shape.columnsOut(l);
    double[] next = new double[shape.numbers(l)];
    for (int y = 0; y < shape.rowsOut(l); y++)
      for (int x = 0; x < columns; x++)
        for (int w = 0; w < width; w++) {
          double sum = theta[shape.bias(l) + w];
          for (int ky = 0; ky < 3; ky++)
            for (int kx = 0; kx < 3; kx++)
              for (int c = 0; c < channels; c++)
                sum +=
                    theta[shape.weight(l) + ((w * 3 + ky) * 3 + kx) * channels + c]
                        * a[((2 * y + ky) * side + 2 * x + kx) * channels + c];
          next[(y * columns + x) * width + w] = Math.max(0, sum);
        }
    return next;
  }

  private double[] dense(double[] theta, int camera, double[] top) {
    int n = shape.latent();
    double[] x = new double[n];
    double mean = 0;
    for (int j = 0; j < n; j++) {
      x[j] = theta[shape.denseBias(camera) + j];
      for (int i = 0; i < top.length; i++)
        x[j] += theta[shape.dense(camera) + j * top.length + i] * top[i];
      mean += x[j] / n;
    }
    double variance = 0;
    for (double v : x) variance += (v - mean) * (v - mean) / n;
    for (int j = 0; j < n; j++) {
      double xhat = (x[j] - mean) / Math.sqrt(variance + MlpShape.LAYER_NORM_EPSILON);
      int gamma = shape.denseBias(camera) + n + j;
      x[j] = Math.tanh(theta[gamma] * xhat + theta[gamma + n]);
    }
    return x;
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) doubles[i] = values[i];
    return doubles;
  }

  @Test
  void shouldMakeOfShiftedImagesWhatPlainLoopsMake() {
    FusedEncoder encoder = encoder(2);
    encoder.encode(images, shifts, z);
    double[] theta = doubles(encoder.parameters());
    for (int row = 0; row < ROWS; row++)
      for (int camera = 0; camera < 2; camera++) {
        double[] expected = plain(theta, row, camera);
        for (int j = 0; j < shape.latent(); j++)
          assertEquals(expected[j], z[(row * 2 + camera) * shape.latent() + j], 1e-5);
      }
    float[] now = new float[z.length];
    float[] slow = new float[z.length];
    encoder.peek(images, shifts, now, slow);
    assertArrayEquals(z, now);
    assertArrayEquals(z, slow);
  }

  /** The gradient that Adam was given, out of its first moments, beside differences of doubles. */
  @Test
  void shouldHaveTheGradientThatDifferencesHave() throws IOException {
    FusedEncoder encoder = encoder(2);
    double[] theta = doubles(encoder.parameters());
    encoder.encode(images, shifts, z);
    float[] dz = new float[z.length];
    for (int i = 0; i < dz.length; i++) dz[i] = (float) random.nextGaussian();
    encoder.step(dz);
    float[] moments = firstMoments(encoder);
    SeededRandom which = new SeededRandom(6);
    for (int k = 0; k < 120; k++) {
      // as many from each block as from the long dense ones
      int layer = k % (shape.layers() + 1);
      int from = shape.weight(layer);
      int to = layer == shape.layers() ? theta.length : shape.weight(layer + 1);
      int p = k < 8 ? to - 1 - k : from + which.nextInt(to - from);
      double difference = (loss(theta, p, 1e-6, dz) - loss(theta, p, -1e-6, dz)) / 2e-6;
      // m = 0.1 g after the first step
      assertEquals(
          difference, moments[p] / 0.1, 1e-3 * (1 + Math.abs(difference)), "parameter " + p);
    }
  }

  private double loss(double[] theta, int p, double by, float[] dz) {
    double was = theta[p];
    theta[p] += by;
    double loss = 0;
    for (int row = 0; row < ROWS; row++)
      for (int camera = 0; camera < 2; camera++) {
        double[] x = plain(theta, row, camera);
        for (int j = 0; j < x.length; j++)
          loss += x[j] * dz[(row * 2 + camera) * shape.latent() + j];
      }
    theta[p] = was;
    return loss;
  }

  /** From a checkpoint: parameters, first moments, second moments, each with its length. */
  private float[] firstMoments(FusedEncoder encoder) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    encoder.save(new DataOutputStream(bytes));
    int length = shape.parameters();
    float[] moments = new float[length];
    ByteBuffer.wrap(bytes.toByteArray(), 8 + 4 * length, 4 * length).asFloatBuffer().get(moments);
    return moments;
  }

  @Test
  void shouldTrainAlikeOnAnyNumberOfThreadsAndAfterACheckpoint() throws IOException {
    FusedEncoder one = trained(encoder(1), 3);
    FusedEncoder two = trained(encoder(2), 3);
    assertArrayEquals(one.parameters(), two.parameters());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    one.save(new DataOutputStream(bytes));
    FusedEncoder loaded = encoder(2);
    loaded.load(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertArrayEquals(trained(two, 2).parameters(), trained(loaded, 2).parameters());
    float[] now = new float[z.length];
    float[] slow = new float[z.length];
    float[] expected = new float[z.length];
    two.peek(images, shifts, now, expected);
    loaded.peek(images, shifts, now, slow);
    assertArrayEquals(expected, slow);
  }

  private FusedEncoder trained(FusedEncoder encoder, int steps) {
    for (int i = 0; i < steps; i++) {
      encoder.encode(images, shifts, z);
      encoder.step(z.clone());
      encoder.follow();
    }
    return encoder;
  }
}
