package reins.learner.bench;

import java.io.IOException;

/** The processor cores that this process and its children may use, through {@code taskset}. */
final class Cores {
  private Cores() {}

  /**
   * Confines every thread of a process to the first so many cores.
   *
   * <p>Errors: {@link IllegalStateException} where taskset is missing or refuses.
   */
  static void confine(long pid, int cores) {
    String last = String.valueOf(cores - 1);
    run("taskset", "-a", "-c", "-p", cores == 1 ? last : "0-" + last, String.valueOf(pid));
  }

  private static void run(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor() != 0)
        throw new IllegalStateException(String.join(" ", command) + ": refused");
    } catch (IOException e) {
      throw new IllegalStateException("taskset (package util-linux): " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
