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
  private static final String MALLOC_KEEPS = "268435456";
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
   * @param groups Python threads over which the members of the ensemble are split by hand; 1: as
   *     PyTorch is used
   * @param channelsLast how images lie in memory
   */
  record Setting(String blas, int threads, int groups, boolean channelsLast) {
    /** Whether somebody wrote more than PyTorch's settings to get there. */
    boolean splitByHand() {
      return groups > 1;
    }

    @Override
    public String toString() {
      return "%s, %d thread%s%s"
          .formatted(
              blas.isEmpty() ? "system libblas" : blas,
              threads,
              threads == 1 ? "" : "s",
              splitByHand() ? " in each of " + groups : channelsLast ? ", channels last" : "");
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

  /** What is worth trying with an ensemble: every OpenBLAS there is, one thread or all. */
  static List<Setting> forEnsembles(int cores) {
    List<Setting> settings = new ArrayList<>();
    for (String blas : variants()) {
      settings.add(new Setting(blas, cores, 1, false));
      if (cores > 1) settings.add(new Setting(blas, 1, cores, false));
    }
    return settings;
  }

  /** What is worth trying with images: either layout, one thread or all. */
  static List<Setting> forImages(int cores) {
    List<Setting> settings = new ArrayList<>();
    String blas = variants().getFirst();
    for (boolean last : new boolean[] {false, true}) {
      settings.add(new Setting(blas, cores, 1, last));
      if (cores > 1) settings.add(new Setting(blas, 1, 1, last));
    }
    return settings;
  }

  private static List<String> variants() {
    List<String> variants = new ArrayList<>(List.of("openblas-openmp", "openblas-pthread"));
    variants.removeIf(blas -> !Files.isDirectory(LIBRARIES.resolve(blas)));
    if (variants.isEmpty()) variants.add("");
    return variants;
  }

  /** Starts PyTorch on a case. */
  static PyTorchPeer start(Setting setting, ObjectNode theCase) {
    ObjectNode config = JSON.createObjectNode();
    config.put("threads", setting.threads());
    config.put("groups", setting.groups());
    config.put("channels_last", setting.channelsLast());
    config.set("case", theCase);
    try {
      ProcessBuilder builder = new ProcessBuilder(PYTHON, "-c", script());
      builder.redirectError(ProcessBuilder.Redirect.INHERIT);
      String threads = String.valueOf(setting.threads());
      builder.environment().put("OMP_NUM_THREADS", threads);
      builder.environment().put("OPENBLAS_NUM_THREADS", threads);
      // glibc keeps freed activations; without this PyTorch loses a tenth to page faults
      for (String name : new String[] {"MMAP_THRESHOLD_", "TRIM_THRESHOLD_", "TOP_PAD_"})
        builder.environment().put("MALLOC_" + name, MALLOC_KEEPS);
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

  Setting setting() {
    return setting;
  }

  /** One of its kinds of update, to be timed. */
  Contender update(String kind) {
    return new Contender() {
      @Override
      public String who() {
        return setting.splitByHand()
            ? "PyTorch, members split by hand over Python threads"
            : "PyTorch, best thread setting (" + setting + ")";
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
      if (answer == null) throw new IllegalStateException(this + ": ended, see its words above");
      return JSON.readTree(answer);
    } catch (IOException e) {
      throw new UncheckedIOException(this + ": " + e.getMessage(), e);
    }
  }

  private void send(ObjectNode line) {
    try {
      to.write(line.toString());
      to.write('\n');
      to.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(this + ": " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return "PyTorch (" + setting + ")";
  }

  @Override
  public void close() {
    process.destroy();
  }
}
