package reins.learner.backend.fused;

import java.util.Arrays;
import reins.learner.backend.ConvShape;
import reins.learner.backend.Shifts;

/**
 * One thread's pass of a few images through the convolutions and back: patches gathered into the
 * rows of a matrix, so that each layer is a matrix product.
 *
 * <p>The lower layers, of which one image fills a product, are done image by image, so that a
 * layer's output is still in the second-level cache when the next layer, or the way back, reads it.
 * The upper layers are done for all images of the pass at once, which keeps their products long
 * enough. Either is cut into blocks of patches that stay in that cache too.
 *
 * <p>Threads: one at a time. Shapes: G images, [y, x, channel].
 */
final class ConvPass {
  /** Numbers of a block of patches that leave the second-level cache to the layers' outputs. */
  private static final int BLOCK = 1 << 14;

  /** Rows below which a product no longer runs at full speed: the block is then longer. */
  private static final int PRODUCT_ROWS = 512;

  /** Output pixels from which an image is worth products of its own. */
  private static final int TALL_ROWS = 256;

  private static final int SLACK = 16; // vectors may read and write over the end

  private final ConvShape shape;
  private final float[] scale; // [256]
  private final int tall;
  private final float[] pixels; // [G, height, width, 3]
  private final float[][] a; // [layer][G or 1, row, column, channel]

  /**
   * Memory for at most so many images.
   *
   * @param scale [256] what a byte becomes
   * @param kept whether {@link #backward} follows; otherwise what only the next layer reads is one
   *     image long and stays in the cache
   */
  ConvPass(ConvShape shape, float[] scale, int images, boolean kept) {
    this.shape = shape;
    this.scale = scale;
    tall = tallLayers(shape);
    pixels = new float[images * shape.pixels() + SLACK];
    a = outputs(shape, images, kept ? 0 : tall - 1);
  }

  /** Leading layers of which one image fills a product: they are done image by image. */
  private static int tallLayers(ConvShape shape) {
    int tall = 0;
    while (tall < shape.layers() && shape.rowsOut(tall) * shape.columnsOut(tall) >= TALL_ROWS)
      tall++;
    return tall;
  }

  /** Memory for the outputs of all layers, of the first few for one image only. */
  private static float[][] outputs(ConvShape shape, int images, int single) {
    float[][] outputs = new float[shape.layers()][];
    Arrays.setAll(outputs, l -> new float[(l < single ? 1 : images) * shape.numbers(l) + SLACK]);
    return outputs;
  }

  /** What a worker needs besides, for whatever pass it is at. */
  static final class Scratch {
    private final float[] patches;
    private final float[] dPatches;
    private final float[][] da; // [layer][G or 1, row, column, channel]

    Scratch(ConvShape shape, int images) {
      int longest = 0;
      for (int l = 0; l < shape.layers(); l++)
        longest = Math.max(longest, blockRows(shape, l) * shape.columnsOut(l) * shape.fanIn(l));
      patches = new float[longest + SLACK];
      dPatches = new float[longest + SLACK];
      da = outputs(shape, images, tallLayers(shape) - 1);
    }
  }

  /** Rows of output pixels that are one product. */
  private static int blockRows(ConvShape shape, int layer) {
    int columns = shape.columnsOut(layer);
    int row = columns * shape.fanIn(layer);
    return Math.max(BLOCK / row, (PRODUCT_ROWS + columns - 1) / columns);
  }

  /** Takes an image's bytes, shifted: {@code pixel(y, x) = scale(byte(y + dy, x + dx))}. */
  void load(int image, byte[] bytes, int at, int shift) {
    int height = shape.height();
    int width = shape.width();
    int row = width * ConvShape.COLOURS;
    int left = Math.max(0, -Shifts.dx(shift)); // columns that show the edge's padding
    int right = Math.max(0, Shifts.dx(shift));
    int inside = (width - left - right) * ConvShape.COLOURS;
    for (int y = 0; y < height; y++) {
      int from = at + Math.clamp(y + Shifts.dy(shift), 0, height - 1) * row;
      int to = image * shape.pixels() + y * row;
      for (int i = 0; i < left * ConvShape.COLOURS; i++)
        pixels[to + i] = scale[bytes[from + i % ConvShape.COLOURS] & 0xff];
      int first = to + left * ConvShape.COLOURS;
      int source = from + right * ConvShape.COLOURS;
      for (int i = 0; i < inside; i++) pixels[first + i] = scale[bytes[source + i] & 0xff];
      for (int i = 0; i < right * ConvShape.COLOURS; i++)
        pixels[first + inside + i] =
            scale[bytes[from + row - ConvShape.COLOURS + i % ConvShape.COLOURS] & 0xff];
    }
  }

  /** So many images through all convolutions. */
  void forward(int images, float[] theta, Scratch s) {
    for (int image = 0; image < images; image++)
      for (int l = 0; l < tall; l++) forward(l, image, 1, theta, s);
    for (int l = tall; l < shape.layers(); l++) forward(l, 0, images, theta, s);
  }

  private void forward(int l, int first, int images, float[] theta, Scratch s) {
    int width = shape.widths()[l];
    int columns = shape.columnsOut(l);
    int all = images * shape.rowsOut(l);
    int step = blockRows(shape, l);
    int k = shape.fanIn(l);
    float[] from = l == 0 ? pixels : a[l - 1];
    int fromAt = l == 0 ? first * shape.pixels() : at(a, l - 1, first);
    for (int row = 0; row < all; row += step) {
      int rows = Math.min(step, all - row);
      gather(l, from, fromAt, row, rows, s.patches);
      int at = at(a, l, first) + row * columns * width;
      Blas.timesTransposed(s.patches, k, rows * columns, theta, shape.weight(l), width, a[l], at);
      RowKernels.biasRelu(a[l], at, rows * columns, width, theta, shape.bias(l));
    }
  }

  /**
   * Where an image's numbers of a layer begin: all at the same place where there is memory for one.
   */
  private int at(float[][] outputs, int l, int image) {
    int numbers = shape.numbers(l);
    return outputs[l].length == numbers + SLACK ? 0 : image * numbers;
  }

  /** What the dense layers see of so many images, copied to {@code out} (written). */
  void top(int images, float[] out, int at) {
    System.arraycopy(a[a.length - 1], 0, out, at, images * shape.top());
  }

  /**
   * So many images back through all convolutions, after {@link #forward}.
   *
   * @param dTop derivative by what the dense layers see, from {@code at} on
   * @param grad derivative by the convolutions' parameters is added
   */
  void backward(int images, float[] theta, float[] dTop, int at, Scratch s, float[] grad) {
    int last = shape.layers() - 1;
    System.arraycopy(dTop, at, s.da[last], 0, images * shape.top());
    for (int l = last; l >= tall; l--) backward(l, 0, images, theta, s, grad);
    for (int image = 0; image < images; image++)
      for (int l = tall - 1; l >= 0; l--) backward(l, image, 1, theta, s, grad);
  }

  private void backward(int l, int first, int images, float[] theta, Scratch s, float[] grad) {
    int width = shape.widths()[l];
    int columns = shape.columnsOut(l);
    int all = images * shape.rowsOut(l);
    int k = shape.fanIn(l);
    int step = blockRows(shape, l);
    float[] da = s.da[l];
    int daAt = at(s.da, l, first);
    RowKernels.mask(da, daAt, a[l], at(a, l, first), images * shape.numbers(l));
    float[] from = l == 0 ? pixels : a[l - 1];
    int fromAt = l == 0 ? first * shape.pixels() : at(a, l - 1, first);
    int toAt = l == 0 ? 0 : at(s.da, l - 1, first);
    if (l > 0) Arrays.fill(s.da[l - 1], toAt, toAt + images * shape.numbers(l - 1), 0f);
    for (int row = 0; row < all; row += step) {
      int rows = Math.min(step, all - row);
      int at = daAt + row * columns * width;
      gather(l, from, fromAt, row, rows, s.patches);
      // dW += da^T patches, db += sum da
      Blas.addTransposedTimes(da, at, width, rows * columns, s.patches, k, grad, shape.weight(l));
      PixelKernels.addRows(da, at, rows * columns, width, grad, shape.bias(l));
      if (l == 0) continue;
      Blas.times(da, at, width, rows * columns, theta, shape.weight(l), k, s.dPatches);
      scatter(l, row, rows, s.dPatches, s.da[l - 1], toAt);
    }
  }

  /** Patches of so many rows of output pixels, counted over some images, one a matrix row. */
  private void gather(int l, float[] from, int fromAt, int firstRow, int rows, float[] patches) {
    int run = 3 * shape.channelsIn(l);
    int to = 0;
    for (int row = firstRow; row < firstRow + rows; row++)
      for (int x = 0; x < shape.columnsOut(l); x++)
        for (int ky = 0; ky < 3; ky++, to += run)
          PixelKernels.copy(from, fromAt + patch(l, row, x, ky), patches, to, run);
  }

  /** The other way: adds each patch's derivative to the pixels it was gathered from. */
  private void scatter(int l, int firstRow, int rows, float[] dPatches, float[] to, int toAt) {
    int run = 3 * shape.channelsIn(l);
    int from = 0;
    for (int row = firstRow; row < firstRow + rows; row++)
      for (int x = 0; x < shape.columnsOut(l); x++)
        for (int ky = 0; ky < 3; ky++, from += run)
          PixelKernels.add(dPatches, from, to, toAt + patch(l, row, x, ky), run);
  }

  /** Where the patch of an output pixel begins in the layer's input. */
  private int patch(int l, int row, int x, int ky) {
    int image = row / shape.rowsOut(l);
    int y = 2 * (row % shape.rowsOut(l)) + ky;
    return ((image * shape.rowsIn(l) + y) * shape.columnsIn(l) + 2 * x) * shape.channelsIn(l);
  }
}
