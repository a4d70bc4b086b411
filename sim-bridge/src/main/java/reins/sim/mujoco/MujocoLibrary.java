package reins.sim.mujoco;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * MuJoCo's shared library as found on this machine.
 *
 * <p>Looked for at the path in the system property {@code reins.mujoco}, else in the environment
 * variable {@code REINS_MUJOCO}, else under the names that Debian's package installs.
 *
 * <p>Errors: {@link MujocoMissing} when it is not there or its version has no layout file.
 *
 * @param name path or file name that was loaded
 * @param symbols its functions and variables
 * @param layout offsets in the structures of its version
 */
public record MujocoLibrary(String name, SymbolLookup symbols, Layout layout) {
  static final String INSTALL = "apt-get install libmujoco2.2.2";
  private static final List<String> DEBIAN_NAMES = List.of("libmujoco.so.2.2.2", "libmujoco.so");

  private static MujocoLibrary loaded;

  /**
   * Loads the library once, checks its version and takes over its fatal error handler.
   *
   * <p>Threads: any.
   */
  public static synchronized MujocoLibrary load() {
    if (loaded == null) {
      MujocoLibrary found =
          open(candidates(System.getProperty("reins.mujoco"), System.getenv("REINS_MUJOCO")));
      NativeComplaints.takeOver(found.symbols);
      loaded = found;
    }
    return loaded;
  }

  static List<String> candidates(String property, String environment) {
    if (property != null && !property.isBlank()) return List.of(property);
    if (environment != null && !environment.isBlank()) return List.of(environment);
    return DEBIAN_NAMES;
  }

  static MujocoLibrary open(List<String> names) {
    for (String name : names) {
      SymbolLookup symbols;
      try {
        symbols = SymbolLookup.libraryLookup(name, Arena.global());
      } catch (IllegalArgumentException notHere) {
        continue;
      }
      return new MujocoLibrary(name, symbols, Layout.forVersion(versionOf(name, symbols), name));
    }
    throw new MujocoMissing(
        "MuJoCo's library is missing (tried "
            + String.join(", ", names)
            + "); install it with: "
            + INSTALL
            + ", or set REINS_MUJOCO to its path");
  }

  private static int versionOf(String name, SymbolLookup symbols) {
    MethodHandle version =
        symbols
            .find("mj_version")
            .map(
                at ->
                    Linker.nativeLinker()
                        .downcallHandle(at, FunctionDescriptor.of(ValueLayout.JAVA_INT)))
            .orElseThrow(
                () -> new MujocoMissing(name + " is not MuJoCo: it has no mj_version; " + INSTALL));
    try {
      return (int) version.invokeExact();
    } catch (Throwable t) {
      throw new IllegalStateException("mj_version", t);
    }
  }

  MethodHandle function(String symbol, FunctionDescriptor type) {
    return Linker.nativeLinker()
        .downcallHandle(
            symbols
                .find(symbol)
                .orElseThrow(() -> new MujocoMissing(name + " has no function " + symbol)),
            type);
  }
}
