package reins.ros.interop;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Debian's ROS: its tools and scripts as processes of this test, all ended with it. */
final class Ros {
  private static final String PYTHON = "/usr/bin/python3";
  private static final int LIMIT_S = 60;

  private final Path folder;
  private final List<Process> processes = new ArrayList<>();

  Ros(Path folder) {
    this.folder = folder;
  }

  /** Says so where ROS is missing, and fails where it must not be. */
  static void require() {
    boolean present =
        Files.exists(Path.of("/usr/bin/roscore")) && Files.exists(Path.of("/usr/bin/rostopic"));
    if (present) return;
    String missing =
        "ROS interoperation is NOT tested: install Debian's ros-core and python3-rostopic";
    if ("true".equals(System.getenv("CI"))) fail(missing);
    System.err.println("*** " + missing + " ***");
    Assumptions.abort(missing);
  }

  /** As {@link #require}, for what a roscpp node is compiled from. */
  static void requireHeaders() {
    boolean present =
        Files.exists(Path.of("/usr/include/ros/ros.h"))
            && Files.exists(Path.of("/usr/include/std_srvs/SetBool.h"))
            && Files.exists(Path.of("/usr/bin/g++"));
    if (present) return;
    String missing =
        "ROS interoperation with roscpp is NOT tested: install g++, libroscpp-dev, libstd-srvs-dev and libsensor-msgs-dev";
    if ("true".equals(System.getenv("CI"))) fail(missing);
    System.err.println("*** " + missing + " ***");
    Assumptions.abort(missing);
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A process under the system's Python, where ROS's packages are. */
  Process start(URI master, String... command) {
    List<String> all = new ArrayList<>(List.of(command));
    if (!all.getFirst().startsWith("/usr/lib")) all.add(0, PYTHON);
    return startProgram(master, all);
  }

  /** A program of any kind, its output kept. */
  Process startProgram(URI master, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("ROS_MASTER_URI", master.toString());
    builder.environment().put("ROS_HOSTNAME", "localhost");
    builder.environment().put("ROS_HOME", folder.toString());
    builder.environment().put("PYTHONUNBUFFERED", "1");
    builder.redirectOutput(folder.resolve("output" + processes.size() + ".txt").toFile());
    try {
      processes.add(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return processes.getLast();
  }

  /** What a process has said so far. */
  String output(Process process) {
    try {
      return Files.readString(
          folder.resolve("output" + processes.indexOf(process) + ".txt"), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything that a tool says until it ends by itself. */
  String run(URI master, String... command) throws InterruptedException {
    Process process = start(master, command);
    assertTrue(
        process.waitFor(LIMIT_S, TimeUnit.SECONDS),
        () -> String.join(" ", command) + ": " + output(process));
    return output(process);
  }

  /** A script of this test's resources. */
  Process script(URI master, String name, String... arguments) {
    Path file = folder.resolve(name);
    try (var in = Ros.class.getResourceAsStream(name)) {
      Files.write(file, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command = new ArrayList<>(List.of(file.toString()));
    command.addAll(List.of(arguments));
    return start(master, command.toArray(String[]::new));
  }

  void stop() throws InterruptedException {
    for (Process process : processes) {
      List<ProcessHandle> children = process.descendants().toList();
      process.destroy();
      if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
