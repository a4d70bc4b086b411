package reins.learner.backend.fused;

import java.util.Arrays;
import java.util.List;

/**
 * A convolution of 3 x 3 pixels with stride 2 by fewer multiplications: 49 where there were 81.
 *
 * <p>Along one axis the even pixels meet the first and the third tap, the odd ones the second. What
 * the even ones give is a filter of two taps with stride 1, whose three outputs take four products
 * instead of six: F(3, 2) on the points 0, 1, -1 and infinity. With the three of the odd ones that
 * is seven for nine. Both axes together: each of 5 x 5 kinds of products, a kind being a point or
 * "odd" per axis, is one matrix product over some of its places in some images.
 *
 * <pre>
 *   V = B^T x B    U = G w G^T    M(k) = V(k) U(k)    y = A^T M A
 *   dM = A dy A^T    dU(k) = V(k)^T dM(k)    dV(k) = dM(k) U(k)^T    dx = B dV B^T    dw = G^T dU G
 * </pre>
 *
 * <p>Only additions and halves stand before and after the products, so that rounding stays that of
 * the plain convolution: 1.6e-7 to 2.4e-7 of the outputs' root mean square where that has 2.2e-7 to
 * 2.5e-7 (noise through these layers, numpy, float32).
 *
 * <p>Threads: any; it does not change. Shapes: V, of a strip of places along y of one kind, [kind
 * along x][y place, image, x place][channel in], M the same of channels out, U [kind][channel
 * in][channel out], in panels of {@link Tiles}; planes [image][y, x, channel].
 *
 * <p>Source: Lavin and Gray 2015, "Fast algorithms for convolutional neural networks" (F(m, r), and
 * its nesting); Winograd 1980. Points and transforms by Cook and Toom.
 */
final class Winograd {
  /** Kinds of places along an axis: the points 0, 1, -1, infinity, then the odd pixels. */
  static final int KINDS = 5;

  static final int ODD = KINDS - 1;

  /** G: every kind of the three taps. */
  private static final LineMap TAPS =
      new LineMap(
          KINDS,
          3,
          List.of(
              new LineMap.Entry(0, 0, 1),
              new LineMap.Entry(1, 0, 1),
              new LineMap.Entry(1, 2, 1),
              new LineMap.Entry(2, 0, 1),
              new LineMap.Entry(2, 2, -1),
              new LineMap.Entry(3, 2, 1),
              new LineMap.Entry(ODD, 1, 1)));

  private static final LineMap TAPS_BACK = TAPS.transposed();

  private final WinogradAxis y;
  private final WinogradAxis x;
  private final int in;
  private final int out;

  /** Of images of so many rows and columns. */
  Winograd(int rowsIn, int columnsIn, int in, int out) {
    y = new WinogradAxis(rowsIn, (rowsIn - 3) / 2 + 1);
    x = new WinogradAxis(columnsIn, (columnsIn - 3) / 2 + 1);
    this.in = in;
    this.out = out;
  }

  /** Numbers of U. */
  int weights() {
    return KINDS * KINDS * out * in;
  }

  /** Memory of one thread for whatever any of these is at. */
  static final class Scratch {
    private final float[] line;
    private final int[] at;
    private final float[] v;
    private final float[] m;
    private final float[] taps;
    private final float[] weights;

    /** For at most so many images of each. */
    Scratch(List<Winograd> all, int[] images) {
      int line = 0, at = 0, v = 0, m = 0, tap = 0;
      for (int i = 0; i < images.length; i++) {
        Winograd w = all.get(i);
        line = Math.max(line, Math.max(w.x.in.sources() * w.in, w.x.out.targets() * w.out));
        at = Math.max(at, w.x.places());
        v = Math.max(v, w.strip() * images[i] * w.x.places() * w.in);
        m = Math.max(m, w.strip() * images[i] * w.x.places() * w.out);
        tap = Math.max(tap, w.in * w.out);
      }
      this.line = new float[line];
      this.at = new int[at];
      this.v = new float[v];
      this.m = new float[m];
      taps = new float[KINDS * tap];
      weights = new float[9 * tap];
    }
  }

  /**
   * So many images' outputs.
   *
   * @param u of {@link #taps}
   * @param outputs written from {@code to} on
   */
  void forward(int images, float[] pixels, int at, float[] u, float[] outputs, int to, Scratch s) {
    Arrays.fill(outputs, to, to + images * y.out.targets() * x.out.targets() * out, 0f);
    for (int p = 0, n; p < y.places(); p += n) {
      n = places(p);
      spread(y.in, x.in, p, n, images, pixels, at, in, s.v, s);
      for (int kx = 0; kx < KINDS; kx++) {
        int row = n * images * x.first[kx], rows = n * images * x.count(kx);
        // M(k) = V(k) U(k)
        Tiles.times(s.v, row * in, in, rows, u, weight(p, kx), out, s.m, row * out);
      }
      collect(y.outBack, x.out, p, n, images, s.m, out, outputs, to, s);
    }
  }

  /**
   * Derivatives by so many images' pixels and by the weights.
   *
   * @param uT of {@link #tapsBack}
   * @param dPixels written from {@code to} on
   * @param du added
   */
  void backward(
      int images,
      float[] pixels,
      int at,
      float[] dOutputs,
      int dAt,
      float[] uT,
      float[] du,
      float[] dPixels,
      int to,
      Scratch s) {
    Arrays.fill(dPixels, to, to + images * y.in.sources() * x.in.sources() * in, 0f);
    for (int p = 0, n; p < y.places(); p += n) {
      n = places(p);
      spread(y.in, x.in, p, n, images, pixels, at, in, s.v, s);
      spread(y.outBack, x.outBack, p, n, images, dOutputs, dAt, out, s.m, s);
      for (int kx = 0; kx < KINDS; kx++) {
        int row = n * images * x.first[kx], rows = n * images * x.count(kx), k = weight(p, kx);
        // dU(k) += V(k)^T dM(k)
        Tiles.addTransposedTimes(s.v, row * in, in, rows, s.m, row * out, out, du, k);
        // dV(k) = dM(k) U(k)^T
        Tiles.times(s.m, row * out, out, rows, uT, k, in, s.v, row * in);
      }
      collect(y.in, x.inBack, p, n, images, s.v, in, dPixels, to, s);
    }
  }

  /** U of the weights [channel out, 3, 3, channel in]. */
  void taps(float[] w, int at, float[] u, Scratch s) {
    Arrays.fill(s.weights, 0, 9 * in * out, 0f);
    int panel = Tiles.panel(out);
    for (int tap = 0; tap < 9; tap++)
      for (int o = 0; o < out; o += panel)
        PixelKernels.addTransposed(
            w, at + (9 * o + tap) * in, 9 * in, panel, in, s.weights, (tap * out + o) * in, panel);
    points(u, s);
  }

  /** U^T of the same weights. */
  void tapsBack(float[] w, int at, float[] uT, Scratch s) {
    int panel = Tiles.panel(in), to = 0;
    for (int tap = 0; tap < 9; tap++)
      for (int i = 0; i < in; i += panel)
        for (int o = 0; o < out; o++, to += panel)
          System.arraycopy(w, at + (9 * o + tap) * in + i, s.weights, to, panel);
    points(uT, s);
  }

  /** Every kind of the nine taps. */
  private void points(float[] u, Scratch s) {
    int tap = in * out;
    for (int ky = 0; ky < KINDS; ky++) {
      TAPS.rows(ky, 1, s.weights, 0, 3 * tap, s.taps, 0, 3 * tap);
      TAPS.rows(0, KINDS, s.taps, 0, tap, u, ky * KINDS * tap, tap);
    }
  }

  /** The weights' derivatives of dU; added. */
  void addTaps(float[] du, float[] dw, int at, Scratch s) {
    int size = in * out;
    for (int ty = 0; ty < 3; ty++) {
      for (int kx = 0; kx < KINDS; kx++)
        TAPS_BACK.rows(ty, 1, du, kx * size, KINDS * size, s.taps, kx * size, size);
      TAPS_BACK.rows(0, 3, s.taps, 0, size, s.weights, ty * 3 * size, size);
    }
    PixelKernels.addTransposed(s.weights, 0, out, 9 * in, out, dw, at, 9 * in);
  }

  /** Where U of a place's kind along y and one along x begins. */
  private int weight(int p, int kx) {
    return (y.kind[p] * KINDS + kx) * in * out;
  }

  /** Most places along y that are done at once. */
  private int strip() {
    return 2 * y.count(0);
  }

  /** Places from this one on that are done at once: all of its kind, or half of the odd ones. */
  private int places(int p) {
    int first = y.first[y.kind[p]], count = y.count(y.kind[p]);
    int parts = (count + strip() - 1) / strip(), part = (count + parts - 1) / parts;
    return Math.min(part, first + count - p);
  }

  /** Planes to some places: along y for whole rows, then along x. */
  private void spread(
      LineMap down,
      LineMap along,
      int first,
      int count,
      int images,
      float[] planes,
      int at,
      int channels,
      float[] places,
      Scratch s) {
    int row = along.sources() * channels;
    for (int p = 0; p < count; p++)
      for (int i = 0; i < images; i++) {
        down.rows(first + p, 1, planes, at + i * down.sources() * row, row, s.line, 0, row);
        for (int kx = 0; kx < KINDS; kx++) {
          int to = place(count * images, p * images + i, kx) * channels;
          along.rows(x.first[kx], x.count(kx), s.line, 0, channels, places, to, channels);
        }
      }
  }

  /**
   * Some places to planes: along x, then along y, added.
   *
   * @param up from planes to places
   */
  private void collect(
      LineMap up,
      LineMap along,
      int first,
      int count,
      int images,
      float[] places,
      int channels,
      float[] planes,
      int to,
      Scratch s) {
    int row = along.targets() * channels;
    for (int p = 0; p < count; p++)
      for (int i = 0; i < images; i++) {
        for (int kx = 0; kx < KINDS; kx++)
          for (int q = 0; q < x.count(kx); q++)
            s.at[x.first[kx] + q] = (place(count * images, p * images + i, kx) + q) * channels;
        along.rows(places, s.at, s.line, 0, channels);
        up.scatter(first + p, s.line, planes, to + i * up.sources() * row, row, row);
      }
  }

  /** Row of V and M where one line's places of a kind along x begin, of so many lines. */
  private int place(int lines, int line, int kx) {
    return lines * x.first[kx] + line * x.count(kx);
  }
}
