package reins.learner.backend.fused;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.bytedeco.javacpp.Loader;

/**
 * Single-precision matrix products of oneDNN on Java arrays, row-major.
 *
 * <p>The calls are critical downcalls: they see the arrays in place, take well under a millisecond
 * and hold off a garbage collection for that long, which a learner can afford.
 *
 * <p>Threads: any; oneDNN itself is kept to the calling one, because its pool would fight with
 * ours.
 *
 * <p>Source: oneDNN's developer guide, BLAS functions, dnnl_sgemm.
 */
final class Blas {
  private static final byte NO_TRANS = 'N';
  private static final byte TRANS = 'T';
  private static final MethodHandle SGEMM;
  private static final MethodHandle USE_THREADS;
  private static final Signals SIGNALS = new Signals();

  static {
    SymbolLookup symbols = oneDnn();
    Linker linker = Linker.nativeLinker();
    var c = ValueLayout.JAVA_BYTE;
    var i = ValueLayout.JAVA_INT;
    var l = ValueLayout.JAVA_LONG;
    var f = ValueLayout.JAVA_FLOAT;
    var p = ValueLayout.ADDRESS;
    SGEMM =
        linker.downcallHandle(
            symbols.findOrThrow("dnnl_sgemm"),
            FunctionDescriptor.of(i, c, c, l, l, l, f, p, l, p, l, f, p, l),
            Linker.Option.critical(true));
    USE_THREADS =
        linker.downcallHandle(
            symbols.findOrThrow("omp_set_num_threads"),
            FunctionDescriptor.ofVoid(i),
            Linker.Option.critical(false));
  }

  private Blas() {}

  /**
   * The library that its artifact carries; without the artifact's Java side, which wants OpenCL.
   */
  private static SymbolLookup oneDnn() {
    try {
      String folder = "/org/bytedeco/dnnl/" + Loader.getPlatform() + "/";
      Loader.cacheResource(folder + "libgomp.so.1"); // found beside it
      File library = Loader.cacheResource(folder + "libdnnl.so.3");
      return SymbolLookup.libraryLookup(library.toPath(), Arena.global());
    } catch (IOException e) {
      throw new UncheckedIOException("oneDNN cannot be unpacked", e);
    }
  }

  /** {@code y [m, n] = x [m, k] w [k, ld]}, of w the n columns from {@code wAt}; written. */
  static void times(
      float[] x, int k, int m, float[] w, int wAt, int ld, int n, float[] y, int yWidth) {
    gemm(NO_TRANS, NO_TRANS, m, n, k, x, 0, k, w, wAt, ld, 0, y, 0, yWidth);
  }

  /** {@code y [k, n] = x [m, k]^T z [m, n]}; written at {@code yAt}. */
  static void transposedTimes(float[] x, int k, int m, float[] z, int n, float[] y, int yAt) {
    gemm(TRANS, NO_TRANS, k, n, m, x, 0, k, z, 0, n, 0, y, yAt, n);
  }

  /** {@code y [m, n] = x [m, k] w [n, k]^T}, each from its offset on; written. */
  static void timesTransposed(
      float[] x, int xAt, int k, int m, float[] w, int wAt, int n, float[] y, int yAt) {
    gemm(NO_TRANS, TRANS, m, n, k, x, xAt, k, w, wAt, k, 0, y, yAt, n);
  }

  /** {@code y [m, n] = x [m, k] w [k, n]}, each from its offset on; written. */
  static void times(
      float[] x, int xAt, int k, int m, float[] w, int wAt, int n, float[] y, int yAt) {
    gemm(NO_TRANS, NO_TRANS, m, n, k, x, xAt, k, w, wAt, n, 0, y, yAt, n);
  }

  /** {@code y [k, n] += x [m, k]^T z [m, n]}, each from its offset on. */
  static void addTransposedTimes(
      float[] x, int xAt, int k, int m, float[] z, int zAt, int n, float[] y, int yAt) {
    gemm(TRANS, NO_TRANS, k, n, m, x, xAt, k, z, zAt, n, 1, y, yAt, n);
  }

  private static void gemm(
      byte transA,
      byte transB,
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
    int status;
    try {
      USE_THREADS.invokeExact(1); // OpenMP counts per calling thread
      SIGNALS.hold();
      status =
          (int)
              SGEMM.invokeExact(
                  transA,
                  transB,
                  (long) m,
                  (long) n,
                  (long) k,
                  1f,
                  at(a, aAt),
                  (long) lda,
                  at(b, bAt),
                  (long) ldb,
                  beta,
                  at(c, cAt),
                  (long) ldc);
    } catch (Throwable e) {
      throw new IllegalStateException("dnnl_sgemm", e);
    } finally {
      SIGNALS.release();
    }
    if (status != 0) throw new IllegalStateException("dnnl_sgemm: status " + status);
  }

  private static MemorySegment at(float[] values, int offset) {
    return MemorySegment.ofArray(values).asSlice(4L * offset);
  }
}
