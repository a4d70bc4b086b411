package reins.learner.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The same updates in Debian's PyTorch, in a Python process of their own that waits while others
 * are measured.
 *
 * <p>Threads: one caller.
 */
final class PyTorchPeer implements AutoCloseable {
  private static final String PYTHON = "/usr/bin/python3";
  private static final Path TORCH = Path.of("/usr/lib/python3/dist-packages/torch/__init__.py");
  private static final Path LIBRARIES =
      Path.of(
          "/usr/lib/" + System.getProperty("os.arch").replace("amd64", "x86_64") + "-linux-gnu");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Setting setting;
  private final Process process;
  private final Writer to;
  private final BufferedReader from;

  /**
   * How PyTorch is run.
   *
   * @param blas Debian's variant of OpenBLAS; empty: whatever is installed as libblas
   * @param threads of PyTorch's own pools
   * @param groups Python threads that share the members of the ensemble out
   */
  record Setting(String blas, int threads, int groups) {
    @Override
    public String toString() {
      return "pytorch (%s, %d thread%s%s)"
          .formatted(
              blas.isEmpty() ? "system libblas" : blas,
              threads,
              threads == 1 ? "" : "s",
              groups == 1 ? "" : " each in " + groups + " groups");
    }
  }

  private PyTorchPeer(Setting setting, Process process, ObjectNode config) {
    this.setting = setting;
    this.process = process;
    to = process.outputWriter();
    from = process.inputReader();
    send(config);
  }

  /** Whether Debian's python3-torch is installed. */
  static boolean installed() {
    return Files.exists(TORCH);
  }

  /** What is worth trying on so many cores: every OpenBLAS there is, one thread or all. */
  static List<Setting> settings(int cores, boolean ensemble) {
    List<Setting> settings = new ArrayList<>();
    for (String blas : new String[] {"openblas-openmp", "openblas-pthread"}) {
      if (!Files.isDirectory(LIBRARIES.resolve(blas))) continue;
      settings.add(new Setting(blas, cores, 1));
      if (cores > 1) settings.add(new Setting(blas, 1, ensemble ? cores : 1));
    }
    if (settings.isEmpty()) settings.add(new Setting("", cores, 1));
    return settings;
  }

  /** Starts PyTorch on a case. */
  static PyTorchPeer start(Setting setting, ObjectNode theCase) {
    ObjectNode config = JSON.createObjectNode();
    config.put("threads", setting.threads());
    config.put("groups", setting.groups());
    config.set("case", theCase);
    try {
      ProcessBuilder builder = new ProcessBuilder(PYTHON, "-c", script());
      builder.redirectError(ProcessBuilder.Redirect.INHERIT);
      String threads = String.valueOf(setting.threads());
      builder.environment().put("OMP_NUM_THREADS", threads);
      builder.environment().put("OPENBLAS_NUM_THREADS", threads);
      if (!setting.blas().isEmpty())
        builder.environment().put("LD_LIBRARY_PATH", LIBRARIES.resolve(setting.blas()).toString());
      return new PyTorchPeer(setting, builder.start(), config);
    } catch (IOException e) {
      throw new UncheckedIOException(PYTHON + ": " + e.getMessage(), e);
    }
  }

  private static String script() throws IOException {
    try (InputStream in = PyTorchPeer.class.getResourceAsStream("peer.py")) {
      return new String(in.readAllBytes());
    }
  }

  /** One of its kinds of update, to be timed. */
  Contender update(String kind) {
    return new Contender() {
      @Override
      public String who() {
        return setting.toString();
      }

      @Override
      public double update_ms(int updates) {
        return ask(JSON.createObjectNode().put("do", kind).put("updates", updates))
            .get("ms")
            .asDouble();
      }
    };
  }

  /** The losses of its first updates, with given draws of the ensemble's members. */
  double[] losses(int[][] members) {
    ObjectNode command = JSON.createObjectNode().put("do", "check");
    command.set("members", JSON.valueToTree(members));
    return JSON.convertValue(ask(command).get("losses"), double[].class);
  }

  private JsonNode ask(ObjectNode command) {
    send(command);
    try {
      String answer = from.readLine();
      if (answer == null) throw new IllegalStateException(setting + ": ended, see its words above");
      return JSON.readTree(answer);
    } catch (IOException e) {
      throw new UncheckedIOException(setting + ": " + e.getMessage(), e);
    }
  }

  private void send(ObjectNode line) {
    try {
      to.write(line.toString());
      to.write('\n');
      to.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(setting + ": " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return setting.toString();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
