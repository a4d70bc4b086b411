package reins.sim.processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Debian's Chromium, driven from node by playwright-core, which npm fetches once into {@code
 * sim-bridge/target/browser}.
 */
public final class Browser {
  private static final String PLAYWRIGHT = "playwright-core@1.65.1";
  private static final List<String> PROGRAMS = List.of("/usr/bin/chromium", "node", "npm");

  private Browser() {}

  /** One line that names what this machine lacks and its packages; empty where nothing. */
  public static String missing() {
    List<String> lacking = PROGRAMS.stream().filter(p -> !isThere(p)).toList();
    if (lacking.isEmpty()) return "";
    return "no %s on this machine: apt-get install chromium nodejs npm"
        .formatted(String.join(", ", lacking));
  }

  private static boolean isThere(String program) {
    try {
      return new ProcessBuilder("sh", "-c", "command -v " + program)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * The folder whose node_modules hold playwright-core.
   *
   * <p>Errors: {@link ChildFailed} with npm's last words.
   *
   * @param root the checkout
   * @param log that npm's words are appended to
   */
  public static Path modules(Path root, Path log) {
    Path folder = root.resolve("sim-bridge/target/browser");
    if (Files.isDirectory(folder.resolve("node_modules/playwright-core"))) return folder;
    Child npm =
        new Child(
            "npm",
            List.of("npm", "install", "--silent", "--prefix", folder.toString(), PLAYWRIGHT),
            log);
    npm.start();
    if (npm.join() != 0) throw new ChildFailed(npm.exitCode(), "npm: " + npm.lastWords());
    return folder;
  }
}
