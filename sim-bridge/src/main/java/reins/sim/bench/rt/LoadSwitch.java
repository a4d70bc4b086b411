package reins.sim.bench.rt;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;

/** Turns a {@link Load} on and off. Threads: one. */
final class LoadSwitch implements AutoCloseable {
  private final Process process;
  private final OutputStream toLoad;

  /** Starts the second JVM, idle. */
  LoadSwitch(Path log) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(List.of(java, "-XX:+UseZGC", "-Xmx512m", Load.class.getName()))
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(log.toFile()));
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("the load's JVM cannot be started", e);
    }
    toLoad = process.getOutputStream();
  }

  /** Errors: {@link CannotMeasure} where the load has died. */
  void set(boolean on) {
    try {
      toLoad.write(on ? '1' : '0');
      toLoad.flush();
    } catch (IOException e) {
      throw new CannotMeasure("the load's JVM has died: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
