package reins.learner.backend.fused;

import java.util.Arrays;
import reins.learner.backend.ConvShape;
import reins.learner.backend.Shifts;

/**
 * One thread's pass of a few images through the convolutions and back. The first layer, of so few
 * channels, is {@link FirstLayer}'s, or patches gathered into the rows of a matrix and one product,
 * as its way back always is; the others are {@link Winograd}'s.
 *
 * <p>A layer takes as many images at once as fill its products, one at the bottom, and goes on as
 * soon as the layer below has done so many: what one has written is still in a near cache when the
 * next, or the way back, reads it. Patches are cut into blocks for the same reason.
 *
 * <p>Threads: one at a time. Shapes: G images, [y, x, channel].
 */
final class ConvPass {
  /** Numbers of a block of patches that leave the second-level cache to the layer's output. */
  private static final int BLOCK = 1 << 14;

  /** Output pixels below which more images share the products. */
  private static final int PRODUCT_ROWS = 512;

  private static final int SLACK = 16; // vectors may read and write over the end

  private final ConvShape shape;
  private final Winograd[] filters; // [layer], none of the first
  private final float[] scale; // [256]
  private final int[] group; // [layer] images of one product
  private final float[] pixels; // [G, height, width, 3]
  private final float[][] a; // [layer][some images, row, column, channel]

  /**
   * Memory for at most so many images.
   *
   * @param scale [256] what a byte becomes
   * @param kept whether {@link #backward} follows; otherwise there is room for as many images as
   *     the next layer takes at once, which stay in the cache
   */
  ConvPass(ConvShape shape, Winograd[] filters, float[] scale, int images, boolean kept) {
    this.shape = shape;
    this.filters = filters;
    this.scale = scale;
    group = groups(shape, images);
    pixels = new float[images * shape.pixels() + SLACK];
    a = new float[shape.layers()][];
    Arrays.setAll(a, l -> outputs(shape, l, kept ? images : room(group, l, images)));
  }

  /** How many images each layer takes at once. */
  private static int[] groups(ConvShape shape, int images) {
    int[] group = new int[shape.layers()];
    int many = 1;
    for (int l = 0; l < group.length; l++) {
      while (many < images && many * shape.rowsOut(l) * shape.columnsOut(l) < PRODUCT_ROWS)
        many *= 2;
      group[l] = Math.min(many, images);
    }
    return group;
  }

  /** Images of a layer that the next one takes at once. */
  private static int room(int[] group, int l, int images) {
    return l + 1 < group.length ? group[l + 1] : images;
  }

  private static float[] outputs(ConvShape shape, int l, int images) {
    return new float[images * shape.numbers(l) + SLACK];
  }

  /** What a worker needs besides, for whatever pass it is at. */
  static final class Scratch {
    final Winograd.Scratch winograd;
    private final float[] patches;
    private final FirstLayer first; // null: does not fit
    private final float[][] da; // [layer][some images, row, column, channel]
    private final float[][] du; // [layer]

    Scratch(ConvShape shape, Winograd[] filters, int images) {
      int[] group = groups(shape, images);
      winograd =
          new Winograd.Scratch(
              Arrays.asList(filters).subList(1, filters.length),
              Arrays.copyOfRange(group, 1, group.length));
      patches = new float[blockRows(shape) * shape.columnsOut(0) * shape.fanIn(0) + SLACK];
      first = FirstLayer.fits(shape) ? new FirstLayer(shape) : null;
      da = new float[shape.layers()][];
      Arrays.setAll(da, l -> outputs(shape, l, room(group, l, images)));
      du = new float[shape.layers()][];
      for (int l = 1; l < shape.layers(); l++) du[l] = new float[filters[l].weights()];
    }

    /** Before the ways back of some passes: nothing is summed up yet. */
    void clear() {
      for (int l = 1; l < du.length; l++) Arrays.fill(du[l], 0f);
    }

    /** After them: what they summed up is added to the derivatives by the parameters. */
    void collect(ConvShape shape, Winograd[] filters, float[] grad) {
      for (int l = 1; l < du.length; l++)
        filters[l].addTaps(du[l], grad, shape.weight(l), winograd);
    }
  }

  /** Rows of output pixels of the first layer that are one product. */
  private static int blockRows(ConvShape shape) {
    return Math.max(1, BLOCK / (shape.columnsOut(0) * shape.fanIn(0)));
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

  /**
   * So many images through all convolutions.
   *
   * @param u [layer] the filters of {@code theta}
   */
  void forward(int images, float[] theta, float[][] u, Scratch s) {
    if (s.first != null) s.first.load(theta);
    up(shape.layers() - 1, 0, images, theta, u, s);
  }

  /** Some images through the layers up to this one, group by group. */
  private void up(int l, int first, int images, float[] theta, float[][] u, Scratch s) {
    for (int image = first; image < first + images; image += group[l]) {
      int now = Math.min(group[l], first + images - image);
      if (l > 0) {
        up(l - 1, image, now, theta, u, s);
        forward(l, image, now, theta, u[l], s);
      } else for (int i = image; i < image + now; i++) first(i, theta, s);
    }
  }

  private void first(int image, float[] theta, Scratch s) {
    if (s.first != null) {
      s.first.forward(pixels, image * shape.pixels(), theta, a[0], at(a, 0, image));
      return;
    }
    int width = shape.widths()[0], columns = shape.columnsOut(0), k = shape.fanIn(0);
    int all = shape.rowsOut(0), step = blockRows(shape);
    for (int row = 0; row < all; row += step) {
      int rows = Math.min(step, all - row);
      int at = at(a, 0, image) + row * columns * width;
      gather(image, row, rows, s.patches);
      Blas.timesTransposed(
          s.patches, 0, k, rows * columns, theta, shape.weight(0), width, a[0], at);
      RowKernels.biasRelu(a[0], at, rows * columns, width, theta, shape.bias(0));
    }
  }

  private void forward(int l, int first, int images, float[] theta, float[] u, Scratch s) {
    int at = at(a, l, first), width = shape.widths()[l];
    filters[l].forward(images, a[l - 1], at(a, l - 1, first), u, a[l], at, s.winograd);
    RowKernels.biasRelu(a[l], at, images * shape.numbers(l) / width, width, theta, shape.bias(l));
  }

  /** Where an image's numbers of a layer begin: there may be room for some images only. */
  private int at(float[][] outputs, int l, int image) {
    int numbers = shape.numbers(l);
    return image % ((outputs[l].length - SLACK) / numbers) * numbers;
  }

  /** What the dense layers see of so many images, copied to {@code out} (written). */
  void top(int images, float[] out, int at) {
    System.arraycopy(a[a.length - 1], 0, out, at, images * shape.top());
  }

  /**
   * So many images back through all convolutions, after {@link #forward}.
   *
   * @param uT [layer] the filters, transposed
   * @param dTop derivative by what the dense layers see, from {@code at} on
   * @param grad derivative by the convolutions' parameters is added, by weights of upper layers
   *     with {@link Scratch#collect} only
   */
  void backward(int images, float[][] uT, float[] dTop, int at, Scratch s, float[] grad) {
    int last = shape.layers() - 1;
    System.arraycopy(dTop, at, s.da[last], 0, images * shape.top());
    down(last, 0, images, uT, s, grad);
  }

  /** Some images back through this layer and those below, group by group. */
  private void down(int l, int first, int images, float[][] uT, Scratch s, float[] grad) {
    for (int image = first; image < first + images; image += group[l]) {
      int now = Math.min(group[l], first + images - image);
      if (l > 0) {
        backward(l, image, now, uT[l], s, grad);
        down(l - 1, image, now, uT, s, grad);
      } else for (int i = image; i < image + now; i++) firstBack(i, s, grad);
    }
  }

  private void backward(int l, int first, int images, float[] uT, Scratch s, float[] grad) {
    int at = at(s.da, l, first), width = shape.widths()[l], numbers = images * shape.numbers(l);
    RowKernels.mask(s.da[l], at, a[l], at(a, l, first), numbers);
    PixelKernels.addRows(s.da[l], at, numbers / width, width, grad, shape.bias(l));
    int from = at(a, l - 1, first), to = at(s.da, l - 1, first);
    float[] below = s.da[l - 1];
    filters[l].backward(images, a[l - 1], from, s.da[l], at, uT, s.du[l], below, to, s.winograd);
  }

  private void firstBack(int image, Scratch s, float[] grad) {
    int width = shape.widths()[0], columns = shape.columnsOut(0), k = shape.fanIn(0);
    int all = shape.rowsOut(0), step = blockRows(shape), from = at(s.da, 0, image);
    float[] da = s.da[0];
    RowKernels.mask(da, from, a[0], at(a, 0, image), shape.numbers(0));
    PixelKernels.addRows(da, from, all * columns, width, grad, shape.bias(0));
    for (int row = 0; row < all; row += step) {
      int rows = Math.min(step, all - row), at = from + row * columns * width;
      gather(image, row, rows, s.patches);
      // dW += da^T patches
      Blas.addTransposedTimes(
          da, at, width, rows * columns, s.patches, 0, k, grad, shape.weight(0));
    }
  }

  /** The first layer's patches of so many rows of output pixels, one a matrix row. */
  private void gather(int image, int firstRow, int rows, float[] patches) {
    int run = 3 * ConvShape.COLOURS, row = shape.width() * ConvShape.COLOURS, to = 0;
    for (int y = firstRow; y < firstRow + rows; y++)
      for (int x = 0; x < shape.columnsOut(0); x++) {
        int corner = image * shape.pixels() + 2 * y * row + 2 * x * ConvShape.COLOURS;
        for (int ky = 0; ky < 3; ky++, to += run)
          PixelKernels.copy(pixels, corner + ky * row, patches, to, run);
      }
  }
}
