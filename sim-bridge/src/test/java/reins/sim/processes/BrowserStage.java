package reins.sim.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Processes of the stack at addresses of a test's own, and a browser that looks at them. Pictures
 * and words stay in {@code target/cockpit}.
 */
final class BrowserStage implements AutoCloseable {
  static final Path ROOT = Path.of(System.getProperty("reins.root"));
  private static final Path PICTURES = ROOT.resolve("sim-bridge/target/cockpit");
  private static final long READY_WITHIN_MS = 180_000;
  private static final String PROGRESS = " INFO ";
  private static final int LAST = 5;

  private final Path dir;
  private final List<Child> children = new ArrayList<>();

  /** Says loudly where there is no browser; there must be one where it says CI. */
  BrowserStage(Path dir) {
    this.dir = dir;
    String missing = Browser.missing();
    if (missing.isEmpty()) return;
    String line = "the cockpit is NOT tested in a browser: " + missing;
    System.err.println(line);
    if ("true".equals(System.getenv("CI"))) throw new AssertionError(line);
    abort(line);
  }

  /** A copy of a rig, and of what it names, with addresses of its own. */
  Path rig(String name) throws IOException {
    Path from = ROOT.resolve("hardware-configs");
    try (Stream<Path> folders = Files.list(from)) {
      for (Path folder : folders.filter(Files::isDirectory).toList()) {
        if (folder.endsWith("src") || folder.endsWith("target")) continue;
        Path to = Files.createDirectories(dir.resolve(folder.getFileName()));
        try (Stream<Path> files = Files.list(folder)) {
          for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList())
            Files.copy(file, to.resolve(file.getFileName()));
        }
      }
    }
    Path file = dir.resolve("rigs/" + name + ".yaml");
    String text =
        Files.readString(file)
            .replaceAll("(master_uri: \\S+:)\\d+", "$1" + freePort())
            .replaceAll("(link:\\s+host: \\S+\\s+port: )\\d+", "$1" + freePort())
            .replaceAll("/dev/shm/[\\w-]+", dir.resolve("exchange").toString());
    Files.writeString(file, text);
    return file;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** {@code ./reins WORDS}. */
  Child start(String... words) {
    List<String> command = new ArrayList<>(List.of(ROOT.resolve("reins").toString()));
    command.addAll(List.of(words));
    Child child =
        new Child(
            words[0],
            command,
            Map.of("REINS_BUILT", "yes"),
            dir.resolve(children.size() + "-" + words[0] + ".log"));
    child.start();
    children.add(child);
    return child;
  }

  /** Waits until it says so. */
  void await(Child child, String words) throws InterruptedException {
    long end_ms = System.currentTimeMillis() + READY_WITHIN_MS;
    while (!read(child.log()).contains(words) && System.currentTimeMillis() < end_ms) {
      assertTrue(child.alive(), () -> read(child.log()));
      Thread.sleep(100);
    }
    assertTrue(read(child.log()).contains(words), () -> read(child.log()));
  }

  /** A person at the page, by a script of {@code resources/cockpit}. */
  void browse(String script, int port, String... more) throws Exception {
    Files.createDirectories(PICTURES);
    Path log = PICTURES.resolve(script + ".log");
    Files.deleteIfExists(log);
    List<String> command =
        new ArrayList<>(
            List.of(
                "node",
                Path.of(getClass().getResource("/cockpit/" + script + ".mjs").toURI()).toString(),
                "http://127.0.0.1:" + port,
                PICTURES.toString(),
                Browser.modules(ROOT, log).toString()));
    command.addAll(List.of(more));
    Child person = new Child("node", command, log);
    person.start();
    // Last what went wrong: a long message is cut at its beginning.
    assertEquals(0, person.join(), () -> words() + "--- " + script + "\n" + read(log));
  }

  /** What every process has said, of its progress only the last. */
  String words() {
    return children.stream()
        .map(child -> "--- " + child.name() + "\n" + brief(read(child.log())))
        .collect(Collectors.joining());
  }

  /** Without all but the last lines of progress. */
  private static String brief(String log) {
    List<String> lines = log.lines().toList();
    long progress = lines.stream().filter(line -> line.contains(PROGRESS)).count();
    StringBuilder kept = new StringBuilder();
    for (String line : lines)
      if (!line.contains(PROGRESS) || progress-- <= LAST) kept.append(line).append('\n');
    return kept.toString();
  }

  static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    children.reversed().forEach(Child::stop);
  }
}
