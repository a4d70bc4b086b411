package reins.sim.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reins.contract.data.RecordLog;
import reins.wire.Source;
import reins.wire.Transition;

/**
 * A browser at the cockpit of simulated robot, controller and policy process: a person who watches,
 * takes over by keyboard and gamepad, marks success, freezes, is succeeded by another, and stops
 * the robot. Pictures and words stay in {@code target/cockpit}.
 */
@Tag("system")
class CockpitTest {
  private static final Path ROOT = Path.of(System.getProperty("reins.root"));
  private static final String PLAYWRIGHT = "playwright-core@1.65.1";
  private static final long READY_WITHIN_MS = 60_000;

  @TempDir Path dir;
  private final List<Child> children = new ArrayList<>();
  private Path rig;
  private int port;

  @BeforeEach
  void start() throws Exception {
    for (String program : List.of("/usr/bin/chromium", "node", "npm")) need(program);
    rig = copyConfiguration();
    port = freePort();
    start("sim");
    start("controller");
    start(
        "policy",
        "--run",
        "cockpit",
        "--operator",
        "none",
        "--spool",
        dir.resolve("spool").toString(),
        "--json",
        dir.resolve("out.json").toString(),
        "--cockpit",
        Integer.toString(port));
  }

  @AfterEach
  void stop() {
    children.reversed().forEach(Child::stop);
  }

  private static void need(String program) throws IOException, InterruptedException {
    Process which =
        new ProcessBuilder("sh", "-c", "command -v " + program)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (which.waitFor() == 0) return;
    String line = "the cockpit is NOT tested in a browser: no " + program + " on this machine";
    System.err.println(line);
    if ("true".equals(System.getenv("CI"))) throw new AssertionError(line);
    abort(line);
  }

  private Path copyConfiguration() throws IOException {
    for (String folder : List.of("robots", "tasks", "rigs")) {
      Files.createDirectories(dir.resolve(folder));
      try (Stream<Path> files = Files.list(ROOT.resolve("hardware-configs").resolve(folder))) {
        for (Path file : files.toList())
          Files.copy(file, dir.resolve(folder).resolve(file.getFileName()));
      }
    }
    Path file = dir.resolve("rigs/sim-franka.yaml");
    String text =
        Files.readString(file)
            .replace("11411", Integer.toString(freePort()))
            .replace("50070", Integer.toString(freePort()))
            .replace("/dev/shm/reins-sim-franka", dir.resolve("exchange").toString());
    Files.writeString(file, text);
    return file;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void start(String process, String... more) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(ROOT.resolve("reins").toString(), process, "--rig", rig.toString()));
    command.addAll(List.of(more));
    Child child =
        new Child(process, command, Map.of("REINS_BUILT", "yes"), dir.resolve(process + ".log"));
    child.start();
    children.add(child);
  }

  private int run(Path log, String... command) {
    Child child = new Child(command[0], List.of(command), log);
    child.start();
    while (child.alive()) pause();
    return child.exitCode();
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void shouldServeAPersonInABrowser() throws Exception {
    Path browser = ROOT.resolve("sim-bridge/target/browser");
    Path pictures = Files.createDirectories(ROOT.resolve("sim-bridge/target/cockpit"));
    Path log = pictures.resolve("operator.log");
    Files.deleteIfExists(log);
    if (!Files.isDirectory(browser.resolve("node_modules/playwright-core")))
      assertEquals(
          0,
          run(log, "npm", "install", "--silent", "--prefix", browser.toString(), PLAYWRIGHT),
          () -> read(log));
    long end_ms = System.currentTimeMillis() + READY_WITHIN_MS;
    Path policy = children.getLast().log();
    while (!read(policy).contains("cockpit: ") && System.currentTimeMillis() < end_ms) pause();
    Path script = Path.of(getClass().getResource("/cockpit/operator.mjs").toURI());
    int code =
        run(
            log,
            "node",
            script.toString(),
            "http://127.0.0.1:" + port,
            pictures.toString(),
            browser.toString());
    assertEquals(0, code, () -> read(log) + read(policy));
    assertTrue(children.getLast().stop());
    String line = Files.readString(dir.resolve("out.json"));
    Matcher recorded = Pattern.compile("\"interventions_recorded\": (\\d+)").matcher(line);
    assertTrue(recorded.find() && Long.parseLong(recorded.group(1)) > 5, line);
    assertTrue(
        corrections().stream().anyMatch(t -> t.getSuccess() && t.getDone() && t.getAction(0) > 0.2),
        "the correction by gamepad, away, that was marked as success");
    String journal = Files.readString(dir.resolve("spool/person.jsonl"));
    for (String event : List.of("onset", "release", "success", "link lost", "start", "estop"))
      assertTrue(journal.contains("\"event\": \"" + event + "\""), journal);
    assertTrue(journal.contains("\"device\": \"gamepad\""), journal);
    assertTrue(journal.contains("\"text\": \"went wide of it, dead aster\""), journal);
    assertTrue(journal.contains("\"device\": \"viewer\""), journal);
  }

  /** The person's steps as they lie on the disk, to be sent to a learner. */
  private List<Transition> corrections() throws IOException {
    List<Transition> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(dir.resolve("spool"))) {
      Path file =
          files.filter(f -> f.getFileName().toString().startsWith("records-")).findFirst().get();
      AtomicBoolean header = new AtomicBoolean(true);
      RecordLog.open(
              file,
              bytes -> {
                if (!header.getAndSet(false)) all.add(parsed(bytes));
              })
          .close();
    }
    return all.stream().filter(t -> t.getSource() == Source.PERSON).toList();
  }

  private static Transition parsed(byte[] bytes) {
    try {
      return Transition.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      return e.toString();
    }
  }
}
