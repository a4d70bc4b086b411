package reins.policy.camera;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * libjpeg-turbo's encoder, where the machine has it (Debian's package libturbojpeg0).
 *
 * <p>Source: TurboJPEG API 2.1, turbojpeg.h: tjInitCompress, tjBufSize, tjCompress2, tjDestroy.
 */
final class TurboJpeg implements JpegEncoder {
  private static final String LIBRARY = "libturbojpeg.so.0";
  private static final int SUBSAMPLING_420 = 2;
  private static final int SUBSAMPLING_GRAY = 3;
  private static final int NO_REALLOC = 1024;

  private static final Optional<Functions> LOADED = load();

  private final Functions functions;
  private final int quality;
  private final Arena arena = Arena.ofAuto();
  private final MemorySegment compressor;
  private final MemorySegment file = arena.allocate(ADDRESS);
  private final MemorySegment length = arena.allocate(JAVA_LONG);
  private MemorySegment source = arena.allocate(1);
  private MemorySegment target = arena.allocate(1);

  private record Functions(
      MethodHandle init, MethodHandle size, MethodHandle compress, MethodHandle destroy) {}

  private TurboJpeg(Functions functions, int quality) {
    this.functions = functions;
    this.quality = quality;
    try {
      compressor =
          ((MemorySegment) functions.init.invokeExact())
              .reinterpret(arena, handle -> destroy(functions, handle));
    } catch (Throwable t) {
      throw new IllegalStateException(LIBRARY, t);
    }
  }

  /**
   * One of this machine's, or nothing.
   *
   * @param quality 1 to 100
   */
  static Optional<JpegEncoder> open(int quality) {
    return LOADED.map(functions -> new TurboJpeg(functions, quality));
  }

  private static Optional<Functions> load() {
    SymbolLookup symbols;
    try {
      symbols = SymbolLookup.libraryLookup(LIBRARY, Arena.global());
    } catch (IllegalArgumentException notHere) {
      return Optional.empty();
    }
    var i = JAVA_INT;
    var p = ADDRESS;
    return Optional.of(
        new Functions(
            function(symbols, "tjInitCompress", p),
            function(symbols, "tjBufSize", JAVA_LONG, i, i, i),
            function(symbols, "tjCompress2", i, p, p, i, i, i, i, p, p, i, i, i),
            function(symbols, "tjDestroy", i, p)));
  }

  private static MethodHandle function(
      SymbolLookup symbols, String name, MemoryLayout result, MemoryLayout... arguments) {
    return Linker.nativeLinker()
        .downcallHandle(symbols.findOrThrow(name), FunctionDescriptor.of(result, arguments));
  }

  private static void destroy(Functions functions, MemorySegment handle) {
    try {
      int ignored = (int) functions.destroy.invokeExact(handle);
    } catch (Throwable t) {
      throw new IllegalStateException(LIBRARY, t);
    }
  }

  @Override
  public byte[] encode(int width, int height, String encoding, int step, byte[] pixels) {
    boolean gray = encoding.equals("mono8");
    int sampling = gray ? SUBSAMPLING_GRAY : SUBSAMPLING_420;
    try {
      long most = (long) functions.size.invokeExact(width, height, sampling);
      if (target.byteSize() < most) target = arena.allocate(most);
      if (source.byteSize() < pixels.length) source = arena.allocate(pixels.length);
      MemorySegment.copy(pixels, 0, source, JAVA_BYTE, 0, pixels.length);
      file.set(ADDRESS, 0, target);
      length.set(JAVA_LONG, 0, most);
      int status =
          (int)
              functions.compress.invokeExact(
                  compressor,
                  source,
                  width,
                  step,
                  height,
                  format(encoding),
                  file,
                  length,
                  sampling,
                  quality,
                  NO_REALLOC);
      if (status != 0) throw new IllegalArgumentException("libjpeg-turbo refuses it");
    } catch (RuntimeException e) {
      throw e;
    } catch (Throwable t) {
      throw new IllegalStateException(LIBRARY, t);
    }
    return target.asSlice(0, length.get(JAVA_LONG, 0)).toArray(JAVA_BYTE);
  }

  /** TJPF_RGB, TJPF_BGR, TJPF_RGBX, TJPF_BGRX, TJPF_GRAY. */
  private static int format(String encoding) {
    return switch (encoding) {
      case "rgb8" -> 0;
      case "bgr8" -> 1;
      case "rgba8" -> 2;
      case "bgra8" -> 3;
      case "mono8" -> 6;
      default -> throw new IllegalArgumentException("encoding " + encoding);
    };
  }
}
