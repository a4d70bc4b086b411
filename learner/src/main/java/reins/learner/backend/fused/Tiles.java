package reins.learner.backend.fused;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Small matrix products in vector code: four rows by four vectors at a time, whose sums stay in
 * registers. Nothing is packed and nothing is called, so few rows run as fast as many; each sum
 * takes its terms in order. Where vectors are not of 16 numbers, which also means 32 registers, or
 * results do not fill four of them, {@link Blas} makes the product.
 *
 * <p>What is multiplied by lies in panels, [n / P][k][P] with P of {@link #panel}: the processor
 * foresees what is read next.
 *
 * <p>Both tiles are written out number by number: sums in an array would not stay in registers.
 *
 * <p>Threads: any. Shapes: row-major but for the panels.
 */
final class Tiles {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();
  private static final int ROWS = 4;
  private static final int WIDTH = 4 * L;

  private Tiles() {}

  private static boolean fit(int columns) {
    return L == 16 && columns % WIDTH == 0;
  }

  /** Columns of a panel of a matrix with so many: all of them where tiles do not fit. */
  static int panel(int columns) {
    return fit(columns) ? WIDTH : columns;
  }

  /** {@code y [m, n] = x [m, k] w [k, n]}, w in panels, each from its offset on; written. */
  static void times(
      float[] x, int xAt, int k, int m, float[] w, int wAt, int n, float[] y, int yAt) {
    if (!fit(n)) Blas.times(x, xAt, k, m, w, wAt, n, y, yAt);
    else if (m < ROWS) few(x, xAt, k, m, w, wAt, n, y, yAt);
    else
      for (int j = 0; j < n; j += WIDTH)
        for (int row = 0; row < m; row += ROWS) {
          int i = Math.min(row, m - ROWS); // the last rows twice rather than fewer
          rows(x, xAt + i * k, k, w, wAt + j * k, y, yAt + i * n + j, n);
        }
  }

  /** Fewer rows than a tile has. */
  private static void few(
      float[] x, int xAt, int k, int m, float[] w, int wAt, int n, float[] y, int yAt) {
    for (int i = 0; i < m; i++)
      for (int j = 0; j < n; j += L) {
        FloatVector sum = FloatVector.zero(S);
        for (int p = 0, at = wAt + j / WIDTH * WIDTH * k + j % WIDTH; p < k; p++, at += WIDTH)
          sum = vector(w, at).fma(FloatVector.broadcast(S, x[xAt + i * k + p]), sum);
        sum.intoArray(y, yAt + i * n + j);
      }
  }

  private static void rows(float[] x, int x0, int k, float[] w, int wAt, float[] y, int y0, int n) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector s00 = zero, s01 = zero, s02 = zero, s03 = zero;
    FloatVector s10 = zero, s11 = zero, s12 = zero, s13 = zero;
    FloatVector s20 = zero, s21 = zero, s22 = zero, s23 = zero;
    FloatVector s30 = zero, s31 = zero, s32 = zero, s33 = zero;
    int x1 = x0 + k, x2 = x1 + k, x3 = x2 + k;
    for (int p = 0, at = wAt; p < k; p++, at += WIDTH) {
      FloatVector w0 = vector(w, at);
      FloatVector w1 = vector(w, at + L);
      FloatVector w2 = vector(w, at + 2 * L);
      FloatVector w3 = vector(w, at + 3 * L);
      FloatVector f = FloatVector.broadcast(S, x[x0 + p]);
      s00 = f.fma(w0, s00);
      s01 = f.fma(w1, s01);
      s02 = f.fma(w2, s02);
      s03 = f.fma(w3, s03);
      f = FloatVector.broadcast(S, x[x1 + p]);
      s10 = f.fma(w0, s10);
      s11 = f.fma(w1, s11);
      s12 = f.fma(w2, s12);
      s13 = f.fma(w3, s13);
      f = FloatVector.broadcast(S, x[x2 + p]);
      s20 = f.fma(w0, s20);
      s21 = f.fma(w1, s21);
      s22 = f.fma(w2, s22);
      s23 = f.fma(w3, s23);
      f = FloatVector.broadcast(S, x[x3 + p]);
      s30 = f.fma(w0, s30);
      s31 = f.fma(w1, s31);
      s32 = f.fma(w2, s32);
      s33 = f.fma(w3, s33);
    }
    int y1 = y0 + n, y2 = y1 + n, y3 = y2 + n;
    s00.intoArray(y, y0);
    s01.intoArray(y, y0 + L);
    s02.intoArray(y, y0 + 2 * L);
    s03.intoArray(y, y0 + 3 * L);
    s10.intoArray(y, y1);
    s11.intoArray(y, y1 + L);
    s12.intoArray(y, y1 + 2 * L);
    s13.intoArray(y, y1 + 3 * L);
    s20.intoArray(y, y2);
    s21.intoArray(y, y2 + L);
    s22.intoArray(y, y2 + 2 * L);
    s23.intoArray(y, y2 + 3 * L);
    s30.intoArray(y, y3);
    s31.intoArray(y, y3 + L);
    s32.intoArray(y, y3 + 2 * L);
    s33.intoArray(y, y3 + 3 * L);
  }

  /**
   * {@code y [k, n] += x [m, k]^T z [m, n]}, row-major, each from its offset on; in tiles where n
   * fills one panel: with more of them they were no faster than oneDNN.
   */
  static void addTransposedTimes(
      float[] x, int xAt, int k, int m, float[] z, int zAt, int n, float[] y, int yAt) {
    if (!fit(n) || n > WIDTH || k % ROWS != 0) {
      Blas.addTransposedTimes(x, xAt, k, m, z, zAt, n, y, yAt);
      return;
    }
    for (int i = 0; i < k; i += ROWS) columns(x, xAt + i, k, m, z, zAt, y, yAt + i * WIDTH);
  }

  private static void columns(
      float[] x, int xAt, int k, int m, float[] z, int zAt, float[] y, int y0) {
    int y1 = y0 + WIDTH, y2 = y1 + WIDTH, y3 = y2 + WIDTH;
    FloatVector s00 = vector(y, y0);
    FloatVector s01 = vector(y, y0 + L);
    FloatVector s02 = vector(y, y0 + 2 * L);
    FloatVector s03 = vector(y, y0 + 3 * L);
    FloatVector s10 = vector(y, y1);
    FloatVector s11 = vector(y, y1 + L);
    FloatVector s12 = vector(y, y1 + 2 * L);
    FloatVector s13 = vector(y, y1 + 3 * L);
    FloatVector s20 = vector(y, y2);
    FloatVector s21 = vector(y, y2 + L);
    FloatVector s22 = vector(y, y2 + 2 * L);
    FloatVector s23 = vector(y, y2 + 3 * L);
    FloatVector s30 = vector(y, y3);
    FloatVector s31 = vector(y, y3 + L);
    FloatVector s32 = vector(y, y3 + 2 * L);
    FloatVector s33 = vector(y, y3 + 3 * L);
    for (int p = 0, xp = xAt, at = zAt; p < m; p++, xp += k, at += WIDTH) {
      FloatVector w0 = vector(z, at);
      FloatVector w1 = vector(z, at + L);
      FloatVector w2 = vector(z, at + 2 * L);
      FloatVector w3 = vector(z, at + 3 * L);
      FloatVector f = FloatVector.broadcast(S, x[xp]);
      s00 = f.fma(w0, s00);
      s01 = f.fma(w1, s01);
      s02 = f.fma(w2, s02);
      s03 = f.fma(w3, s03);
      f = FloatVector.broadcast(S, x[xp + 1]);
      s10 = f.fma(w0, s10);
      s11 = f.fma(w1, s11);
      s12 = f.fma(w2, s12);
      s13 = f.fma(w3, s13);
      f = FloatVector.broadcast(S, x[xp + 2]);
      s20 = f.fma(w0, s20);
      s21 = f.fma(w1, s21);
      s22 = f.fma(w2, s22);
      s23 = f.fma(w3, s23);
      f = FloatVector.broadcast(S, x[xp + 3]);
      s30 = f.fma(w0, s30);
      s31 = f.fma(w1, s31);
      s32 = f.fma(w2, s32);
      s33 = f.fma(w3, s33);
    }
    s00.intoArray(y, y0);
    s01.intoArray(y, y0 + L);
    s02.intoArray(y, y0 + 2 * L);
    s03.intoArray(y, y0 + 3 * L);
    s10.intoArray(y, y1);
    s11.intoArray(y, y1 + L);
    s12.intoArray(y, y1 + 2 * L);
    s13.intoArray(y, y1 + 3 * L);
    s20.intoArray(y, y2);
    s21.intoArray(y, y2 + L);
    s22.intoArray(y, y2 + 2 * L);
    s23.intoArray(y, y2 + 3 * L);
    s30.intoArray(y, y3);
    s31.intoArray(y, y3 + L);
    s32.intoArray(y, y3 + 2 * L);
    s33.intoArray(y, y3 + 3 * L);
  }

  private static FloatVector vector(float[] x, int at) {
    return FloatVector.fromArray(S, x, at);
  }
}
