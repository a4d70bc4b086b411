package reins.controller.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A process of a test, its output kept in a file, ended with the test. */
final class Script implements AutoCloseable {
  private static final String PYTHON = "/usr/bin/python3";
  private static final int LIMIT_s = 60;

  private final Process process;
  private final Path output;

  private Script(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Says so where Debian's rospy is missing, and fails where it must not be. */
  static void requireRospy() {
    if (Files.isDirectory(Path.of("/usr/lib/python3/dist-packages/rospy"))
        && Files.exists(Path.of("/usr/lib/genpy/genmsg_py.py"))) return;
    String missing = "The wire of real robots is NOT tested: install Debian's python3-rospy";
    if ("true".equals(System.getenv("CI"))) fail(missing);
    System.err.println("*** " + missing + " ***");
    Assumptions.abort(missing);
  }

  /** A script of this package's resources, as a file. */
  static Path copy(Path folder, String name) throws IOException {
    Path file = folder.resolve(name);
    try (var in = Script.class.getResourceAsStream(name)) {
      Files.write(file, in.readAllBytes());
    }
    return file;
  }

  /** Runs a script to its end. Returns what it said. */
  static String run(Path folder, List<String> command) throws Exception {
    try (Script script = python(folder, URI.create("http://localhost:1/"), command)) {
      assertTrue(script.process.waitFor(LIMIT_s, TimeUnit.SECONDS), "still runs: " + command);
      assertEquals(0, script.process.exitValue(), script::output);
      return script.output();
    }
  }

  /** A script under the system's Python, where ROS's packages are. */
  static Script python(Path folder, URI master, List<String> command) throws IOException {
    List<String> all = new ArrayList<>(List.of(PYTHON));
    all.addAll(command);
    return start(folder, master, all);
  }

  /** Any program. */
  static Script start(Path folder, URI master, List<String> command) throws IOException {
    Path output = Files.createTempFile(folder, "output", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("ROS_MASTER_URI", master.toString());
    builder.environment().put("ROS_HOSTNAME", "localhost");
    builder.environment().put("ROS_HOME", folder.toString());
    builder.environment().put("PYTHONUNBUFFERED", "1");
    builder.directory(folder.toFile()).redirectOutput(output.toFile());
    return new Script(builder.start(), output);
  }

  /** What it has said so far. */
  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Orders it something over its standard input, and waits until it says that it is done. */
  void order(String word) throws Exception {
    int before = output().split("done: " + word, -1).length;
    process
        .getOutputStream()
        .write((word + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    Waiting.until(() -> "done: " + word, () -> output().split("done: " + word, -1).length > before);
  }

  /** Waits until it has said this. */
  void awaitOutput(String words) throws InterruptedException {
    Waiting.until(() -> words, () -> output().contains(words) || !process.isAlive());
    assertTrue(output().contains(words), () -> "ended before '" + words + "':\n" + output());
  }

  /** Sends SIGTERM and waits for the end. Returns the exit code. */
  int terminate() throws InterruptedException {
    process.destroy();
    assertTrue(process.waitFor(LIMIT_s, TimeUnit.SECONDS), () -> "does not end:\n" + output());
    return process.exitValue();
  }

  /** Gives it no more orders, and waits for the end. Returns the exit code. */
  int end() throws Exception {
    process.getOutputStream().close();
    assertTrue(process.waitFor(LIMIT_s, TimeUnit.SECONDS), () -> "does not end:\n" + output());
    return process.exitValue();
  }

  boolean alive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
