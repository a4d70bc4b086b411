package reins.sim.mujoco;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What MuJoCo says when something is wrong. Its own handlers wait for a key and exit, or append to
 * a file in the working directory; ours print one line and halt with {@link #EXIT_CODE}, or count.
 *
 * <p>A fatal error leaves MuJoCo's memory unusable, and an exception may not cross its frames, so
 * halting is the only safe end: run the simulator where its death harms nobody.
 *
 * <p>Threads: any.
 */
public final class NativeComplaints {
  /** Exit code of a process that MuJoCo brought down. */
  public static final int EXIT_CODE = 70;

  private static final AtomicLong WARNINGS = new AtomicLong();
  private static volatile String lastWarning = "";

  private NativeComplaints() {}

  /**
   * Warnings since the start of the process: a full contact list, a bad number that made MuJoCo
   * reset a state.
   */
  public static long warnings() {
    return WARNINGS.get();
  }

  /** The latest warning's text, empty if there was none. */
  public static String lastWarning() {
    return lastWarning;
  }

  static void takeOver(SymbolLookup symbols) {
    point(symbols, "mju_user_error", "onError");
    point(symbols, "mju_user_warning", "onWarning");
  }

  private static void point(SymbolLookup symbols, String variable, String method) {
    try {
      MethodHandle target =
          MethodHandles.lookup()
              .findStatic(
                  NativeComplaints.class,
                  method,
                  MethodType.methodType(void.class, MemorySegment.class));
      MemorySegment stub =
          Linker.nativeLinker()
              .upcallStub(target, FunctionDescriptor.ofVoid(ADDRESS), Arena.global());
      symbols.findOrThrow(variable).reinterpret(ADDRESS.byteSize()).set(ADDRESS, 0, stub);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(variable, e);
    }
  }

  @SuppressWarnings("unused") // called by MuJoCo
  private static void onError(MemorySegment message) {
    System.err.println("mujoco: fatal: " + text(message));
    System.err.flush();
    Runtime.getRuntime().halt(EXIT_CODE);
  }

  @SuppressWarnings("unused") // called by MuJoCo
  private static void onWarning(MemorySegment message) {
    lastWarning = text(message);
    WARNINGS.incrementAndGet();
  }

  private static String text(MemorySegment message) {
    return message.reinterpret(4096).getString(0).lines().findFirst().orElse("").strip();
  }
}
