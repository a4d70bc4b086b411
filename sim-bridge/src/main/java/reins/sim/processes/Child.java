package reins.sim.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One of the stack's processes: started through the launcher, logged to a file, started again when
 * it dies.
 *
 * <p>Threads: one owner. Errors: {@link UncheckedIOException} where the launcher cannot be run.
 */
public final class Child {
  private static final long STOP_S = 20;

  private final String name;
  private final List<String> command;
  private final Map<String, String> environment;
  private final Path log;
  private Process process;
  private int starts;

  Child(String name, List<String> command, Path log) {
    this(name, command, Map.of(), log);
  }

  /** A process still to be started. {@code environment} is added to this process's own. */
  public Child(String name, List<String> command, Map<String, String> environment, Path log) {
    this.name = name;
    this.command = command;
    this.environment = environment;
    this.log = log;
  }

  String name() {
    return name;
  }

  /** Starts it; its output is appended to the log. */
  public void start() {
    try {
      Files.createDirectories(log.getParent());
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.appendTo(log.toFile()))
              .redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
      builder.environment().putAll(environment);
      process = builder.start();
      starts++;
    } catch (IOException e) {
      throw new UncheckedIOException(name + ": cannot be started", e);
    }
  }

  /** Whether it runs. */
  public boolean alive() {
    return process != null && process.isAlive();
  }

  /** How often it was started. */
  int starts() {
    return starts;
  }

  /** Waits for its end, and says how it ended. */
  public int join() {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      kill();
      return process.exitValue();
    }
  }

  /** How it ended. */
  public int exitCode() {
    return process.exitValue();
  }

  /** The operating system's number for it. */
  public long pid() {
    return process.pid();
  }

  /** {@code kill -9}. */
  public void kill() {
    process.destroyForcibly();
    await(STOP_S);
  }

  /** SIGTERM, and after a while SIGKILL. Returns whether it went in time. */
  public boolean stop() {
    if (!alive()) return true;
    process.destroy();
    if (await(STOP_S)) return true;
    kill();
    return false;
  }

  private boolean await(long seconds) {
    try {
      return process.waitFor(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The last line of its log, for one-line errors. */
  public String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log);
      return lines.isEmpty() ? "(no output)" : lines.getLast();
    } catch (IOException e) {
      return "(" + log + " cannot be read)";
    }
  }

  /** Where its output goes. */
  public Path log() {
    return log;
  }
}
