package reins.learner.backend.fused;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Makes the signals that others send to this thread, a profiler above all, wait.
 *
 * <p>A signal in the middle of a product leaves a corrupted heap behind with oneDNN up to 3.11
 * ({@code BlasTest}; not with 3.13, whose artifact's parent is not on Maven Central). What a thread
 * does to itself, such as the JVM's own traps, is never held up; neither is SIGQUIT, which the JVM
 * lets one thread alone have.
 *
 * <p>Threads: any, each for itself. A hundred nanoseconds or two.
 */
final class Signals {
  private static final int SIG_BLOCK = 0;
  private static final int SIG_UNBLOCK = 1;
  private static final int SIGSET_BYTES = 128;
  private static final int[] OWN = {3, 4, 5, 7, 8, 11}; // QUIT, ILL, TRAP, BUS, FPE, SEGV

  private final MemorySegment others = Arena.global().allocate(SIGSET_BYTES, Long.BYTES);
  private final MethodHandle mask;

  Signals() {
    var i = ValueLayout.JAVA_INT;
    var p = ValueLayout.ADDRESS;
    mask = handle("pthread_sigmask", FunctionDescriptor.of(i, i, p, p));
    MethodHandle delete = handle("sigdelset", FunctionDescriptor.of(i, p, i));
    try {
      int _ = (int) handle("sigfillset", FunctionDescriptor.of(i, p)).invokeExact(others);
      for (int signal : OWN) {
        int _ = (int) delete.invokeExact(others, signal);
      }
    } catch (Throwable e) {
      throw new IllegalStateException("sigset", e);
    }
  }

  private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name), descriptor, Linker.Option.critical(false));
  }

  void hold() {
    set(SIG_BLOCK);
  }

  void release() {
    set(SIG_UNBLOCK);
  }

  private void set(int how) {
    try {
      int _ = (int) mask.invokeExact(how, others, MemorySegment.NULL);
    } catch (Throwable e) {
      throw new IllegalStateException("pthread_sigmask", e);
    }
  }
}
