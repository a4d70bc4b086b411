package reins.ros.interop;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Puts this module's tests, and whatever they start, into a network namespace that holds nothing
 * but its own loopback: roscpp listens on all interfaces whatever it is told.
 *
 * <p>Threads: JUnit's own, before any test has made another; those that it makes are born into the
 * namespace.
 */
public final class LoopbackOnly implements LauncherSessionListener {
  private static final int CLONE_NEWNET = 0x4000_0000;
  private static String trouble = "JUnit did not open its session";

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    if (trouble != null) trouble = enter();
  }

  /** Why the tests share the machine's network, or null when they do not. */
  static String trouble() {
    return trouble;
  }

  private static String enter() {
    // Asked for first: a namespace whose loopback is down would be worse than none.
    if (!sh("command -v ip >/dev/null")) return "no 'ip' (apt-get install iproute2)";
    int errno = unshare();
    if (errno != 0)
      return "unshare was refused (errno " + errno + "); it takes root, or 'unshare -r' around mvn";
    if (!sh("ip link set lo up"))
      throw new IllegalStateException("'ip link set lo up' failed in the new network namespace");
    // Netty looks for an address of hardware to name this machine by, and complains that there is
    // none.
    System.setProperty("io.netty.machineId", "00:00:00:00:00:01");
    return null;
  }

  private static boolean sh(String command) {
    try {
      return new ProcessBuilder("sh", "-c", "PATH=$PATH:/usr/sbin:/sbin; " + command)
              .inheritIO()
              .start()
              .waitFor()
          == 0;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(command, e);
    }
  }

  /** unshare(2) for the calling thread; 0 or errno. */
  private static int unshare() {
    Linker linker = Linker.nativeLinker();
    MemoryLayout state = Linker.Option.captureStateLayout();
    MethodHandle unshare =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("unshare"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT),
            Linker.Option.captureCallState("errno"));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment captured = arena.allocate(state);
      if ((int) unshare.invokeExact(captured, CLONE_NEWNET) == 0) return 0;
      return captured.get(
          JAVA_INT, state.byteOffset(MemoryLayout.PathElement.groupElement("errno")));
    } catch (Throwable e) {
      throw new IllegalStateException("unshare", e);
    }
  }
}
