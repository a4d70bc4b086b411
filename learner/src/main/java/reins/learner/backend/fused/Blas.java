package reins.learner.backend.fused;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;

/**
 * Single-precision matrix products of OpenBLAS on Java arrays, row-major.
 *
 * <p>The calls are critical downcalls: they see the arrays in place, take well under a millisecond
 * and hold off a garbage collection for that long, which a learner can afford.
 *
 * <p>Threads: any; OpenBLAS itself is kept to one thread, because its own pool fights with ours.
 *
 * <p>Source: the CBLAS interface, cblas_sgemm and cblas_sgemv.
 */
final class Blas {
  private static final int ROW_MAJOR = 101;
  private static final int NO_TRANS = 111;
  private static final int TRANS = 112;
  private static final MethodHandle SGEMM;
  private static final MethodHandle SGEMV;

  static {
    Loader.load(openblas.class);
    openblas.blas_set_num_threads(1);
    SymbolLookup symbols = SymbolLookup.loaderLookup();
    Linker linker = Linker.nativeLinker();
    var i = ValueLayout.JAVA_INT;
    var f = ValueLayout.JAVA_FLOAT;
    var p = ValueLayout.ADDRESS;
    SGEMM =
        linker.downcallHandle(
            symbols.findOrThrow("cblas_sgemm"),
            FunctionDescriptor.ofVoid(i, i, i, i, i, i, f, p, i, p, i, f, p, i),
            Linker.Option.critical(true));
    SGEMV =
        linker.downcallHandle(
            symbols.findOrThrow("cblas_sgemv"),
            FunctionDescriptor.ofVoid(i, i, i, i, f, p, i, p, i, f, p, i),
            Linker.Option.critical(true));
  }

  private Blas() {}

  /** {@code y [m, n] = x [m, k] w [k, ld]}, of w the n columns from {@code wAt}; written. */
  static void times(
      float[] x, int k, int m, float[] w, int wAt, int ld, int n, float[] y, int yWidth) {
    gemm(NO_TRANS, NO_TRANS, m, n, k, x, 0, k, w, wAt, ld, 0, y, 0, yWidth);
  }

  /** {@code y [k, n] = x [m, k]^T z [m, n]}; written at {@code yAt}. */
  static void transposedTimes(float[] x, int k, int m, float[] z, int n, float[] y, int yAt) {
    if (k == 1) gemv(TRANS, m, n, z, 0, n, x, 0, y, yAt);
    else gemm(TRANS, NO_TRANS, k, n, m, x, 0, k, z, 0, n, 0, y, yAt, n);
  }

  /** {@code y [m, n] = x [m, k] w [n, k]^T}; {@code y} written from {@code yAt} on. */
  static void timesTransposed(
      float[] x, int k, int m, float[] w, int wAt, int n, float[] y, int yAt) {
    if (n == 1) gemv(NO_TRANS, m, k, x, 0, k, w, wAt, y, yAt);
    else gemm(NO_TRANS, TRANS, m, n, k, x, 0, k, w, wAt, k, 0, y, yAt, n);
  }

  /** {@code y [m, n] = x [m, k] w [k, n]}, x from {@code xAt} on; written. */
  static void times(float[] x, int xAt, int k, int m, float[] w, int wAt, int n, float[] y) {
    gemm(NO_TRANS, NO_TRANS, m, n, k, x, xAt, k, w, wAt, n, 0, y, 0, n);
  }

  /** {@code y [k, n] += x [m, k]^T z [m, n]}, x from {@code xAt}, y from {@code yAt} on. */
  static void addTransposedTimes(
      float[] x, int xAt, int k, int m, float[] z, int n, float[] y, int yAt) {
    gemm(TRANS, NO_TRANS, k, n, m, x, xAt, k, z, 0, n, 1, y, yAt, n);
  }

  private static void gemm(
      int transA,
      int transB,
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      int lda,
      float[] b,
      int bAt,
      int ldb,
      float beta,
      float[] c,
      int cAt,
      int ldc) {
    try {
      SGEMM.invokeExact(
          ROW_MAJOR,
          transA,
          transB,
          m,
          n,
          k,
          1f,
          at(a, aAt),
          lda,
          at(b, bAt),
          ldb,
          beta,
          at(c, cAt),
          ldc);
    } catch (Throwable e) {
      throw new IllegalStateException("cblas_sgemm", e);
    }
  }

  private static void gemv(
      int trans,
      int m,
      int n,
      float[] a,
      int aAt,
      int lda,
      float[] x,
      int xAt,
      float[] y,
      int yAt) {
    try {
      SGEMV.invokeExact(
          ROW_MAJOR, trans, m, n, 1f, at(a, aAt), lda, at(x, xAt), 1, 0f, at(y, yAt), 1);
    } catch (Throwable e) {
      throw new IllegalStateException("cblas_sgemv", e);
    }
  }

  private static MemorySegment at(float[] values, int offset) {
    return MemorySegment.ofArray(values).asSlice(4L * offset);
  }
}
