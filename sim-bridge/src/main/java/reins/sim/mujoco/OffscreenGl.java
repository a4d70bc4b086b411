package reins.sim.mujoco;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * An OpenGL context without a window, current on the thread that opened it: Mesa's OSMesa, or EGL
 * without a surface.
 *
 * <p>Threads: one. Errors: {@link MujocoMissing} when the machine has neither.
 */
final class OffscreenGl implements AutoCloseable {
  static final String INSTALL = "apt-get install libosmesa6";

  private static final int RTLD_NOW_GLOBAL = 0x102;
  private static final int OSMESA_RGBA = 0x1908;
  private static final int GL_UNSIGNED_BYTE = 0x1401;
  private static final int GL_DEPTH_BITS = 24;
  private static final int EGL_PLATFORM_SURFACELESS_MESA = 0x31DD;
  private static final int EGL_OPENGL_API = 0x30A2;
  private static final int[] EGL_CONFIG = {
    0x3033, 0, 0x3040, 8, 0x3038
  }; // any surface, OpenGL, end

  private final Arena arena = Arena.ofConfined();
  private Runnable release;

  private OffscreenGl() {}

  /** Opens a context and makes it current. */
  static OffscreenGl open(int width, int height) {
    OffscreenGl gl = new OffscreenGl();
    try {
      if (gl.openOsmesa(width, height) || gl.openEgl()) return gl;
    } catch (Throwable t) {
      gl.arena.close();
      throw Mj.broken(t);
    }
    gl.arena.close();
    throw new MujocoMissing(
        "no software OpenGL for pictures (tried OSMesa and EGL); install it with: " + INSTALL);
  }

  private boolean openOsmesa(int width, int height) throws Throwable {
    SymbolLookup mesa = library("libOSMesa.so.8", "libOSMesa.so");
    if (mesa == null) return false;
    MethodHandle create =
        function(
            mesa,
            "OSMesaCreateContextExt",
            ADDRESS,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            ADDRESS);
    MemorySegment context =
        (MemorySegment) create.invokeExact(OSMESA_RGBA, GL_DEPTH_BITS, 8, 0, MemorySegment.NULL);
    if (context.equals(MemorySegment.NULL)) return false;
    MemorySegment buffer = arena.allocate(4L * width * height, 16);
    MethodHandle current =
        function(
            mesa, "OSMesaMakeCurrent", JAVA_BYTE, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT);
    if ((byte) current.invokeExact(context, buffer, GL_UNSIGNED_BYTE, width, height) == 0)
      return false;
    MethodHandle destroy =
        Linker.nativeLinker()
            .downcallHandle(
                mesa.findOrThrow("OSMesaDestroyContext"), FunctionDescriptor.ofVoid(ADDRESS));
    release =
        () -> {
          try {
            destroy.invokeExact(context);
          } catch (Throwable t) {
            throw Mj.broken(t);
          }
        };
    return true;
  }

  // eglGetDisplay(default) wants a window system; the surfaceless platform does not.
  private boolean openEgl() throws Throwable {
    SymbolLookup egl = library("libEGL.so.1", "libEGL.so");
    if (egl == null || library("libOpenGL.so.0", "libGL.so.1") == null) return false;
    MemorySegment none = MemorySegment.NULL;
    MethodHandle getDisplay =
        function(egl, "eglGetPlatformDisplay", ADDRESS, JAVA_INT, ADDRESS, ADDRESS);
    MemorySegment display =
        (MemorySegment) getDisplay.invokeExact(EGL_PLATFORM_SURFACELESS_MESA, none, none);
    MethodHandle initialize = function(egl, "eglInitialize", JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
    if (display.equals(none) || (int) initialize.invokeExact(display, none, none) == 0)
      return false;
    MemorySegment config = arena.allocate(ADDRESS);
    MemorySegment count = arena.allocate(JAVA_INT);
    MethodHandle choose =
        function(egl, "eglChooseConfig", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_INT, ADDRESS);
    MemorySegment wanted = arena.allocateFrom(JAVA_INT, EGL_CONFIG);
    if ((int) choose.invokeExact(display, wanted, config, 1, count) == 0
        || count.get(JAVA_INT, 0) == 0) return false;
    if ((int) function(egl, "eglBindAPI", JAVA_INT, JAVA_INT).invokeExact(EGL_OPENGL_API) == 0)
      return false;
    MethodHandle create =
        function(egl, "eglCreateContext", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    MemorySegment context =
        (MemorySegment) create.invokeExact(display, config.get(ADDRESS, 0), none, none);
    MethodHandle current =
        function(egl, "eglMakeCurrent", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    if (context.equals(none) || (int) current.invokeExact(display, none, none, context) == 0)
      return false;
    MethodHandle destroy = function(egl, "eglDestroyContext", JAVA_INT, ADDRESS, ADDRESS);
    release =
        () -> {
          try {
            int ignored = (int) current.invokeExact(display, none, none, none);
            ignored = (int) destroy.invokeExact(display, context);
          } catch (Throwable t) {
            throw Mj.broken(t);
          }
        };
    return true;
  }

  /**
   * MuJoCo looks GL functions up among the process's global symbols, hence not
   * SymbolLookup.libraryLookup.
   */
  private SymbolLookup library(String... names) throws Throwable {
    Linker linker = Linker.nativeLinker();
    MethodHandle dlopen =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("dlopen"),
            FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
    for (String name : names) {
      MemorySegment handle =
          (MemorySegment) dlopen.invokeExact(arena.allocateFrom(name), RTLD_NOW_GLOBAL);
      if (!handle.equals(MemorySegment.NULL))
        return SymbolLookup.libraryLookup(name, Arena.global());
    }
    return null;
  }

  private static MethodHandle function(
      SymbolLookup library, String symbol, MemoryLayout result, MemoryLayout... arguments) {
    return Linker.nativeLinker()
        .downcallHandle(library.findOrThrow(symbol), FunctionDescriptor.of(result, arguments));
  }

  /** Lets go of the context; call it on the thread that opened it. */
  @Override
  public void close() {
    release.run();
    arena.close();
  }
}
