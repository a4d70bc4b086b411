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
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Assumptions;

/** Debian's ROS: its tools and scripts as processes of this test, all ended with it. */
final class Ros {
  static final String PYTHON = "/usr/bin/python3";
  private static final int LIMIT_S = 60;
  private static final String PACKAGES = "/usr/lib/python3/dist-packages/";
  private static final String HEADERS = "/usr/include/";

  /** A file that the tests need, and the Debian package that has it. */
  private static final Map<String, String> NEEDED = new LinkedHashMap<>();

  static {
    NEEDED.put("/usr/bin/roscore", "ros-core");
    NEEDED.put("/usr/bin/rostopic", "python3-rostopic");
    NEEDED.put("/usr/bin/rosbag", "python3-rosbag");
    NEEDED.put(PACKAGES + "rospy/__init__.py", "python3-rospy");
    for (String name : List.of("std_msgs", "geometry_msgs", "sensor_msgs", "nav_msgs", "std_srvs"))
      NEEDED.put(PACKAGES + name + "/__init__.py", "python3-" + name.replace('_', '-'));
    NEEDED.put("/usr/bin/g++", "g++");
    NEEDED.put("/usr/bin/pkg-config", "pkg-config");
    NEEDED.put(HEADERS + "ros/ros.h", "libroscpp-dev");
    NEEDED.put(HEADERS + "std_msgs/String.h", "libstd-msgs-dev");
    NEEDED.put(HEADERS + "sensor_msgs/Image.h", "libsensor-msgs-dev");
    NEEDED.put(HEADERS + "std_srvs/SetBool.h", "libstd-srvs-dev");
  }

  private final Path folder;
  private final List<Process> processes = new ArrayList<>();

  Ros(Path folder) {
    this.folder = folder;
  }

  /** Says so where ROS is missing, and fails where it must not be. */
  static void require() {
    TreeSet<String> missing = new TreeSet<>();
    NEEDED.forEach(
        (file, inPackage) -> {
          if (!Files.exists(Path.of(file))) missing.add(inPackage);
        });
    if (!missing.isEmpty()) {
      String words =
          "ROS interoperation is NOT tested: apt-get install " + String.join(" ", missing);
      if ("true".equals(System.getenv("CI"))) fail(words);
      System.err.println("*** " + words + " ***");
      Assumptions.abort(words);
    }
    if (LoopbackOnly.trouble() != null)
      System.err.println(
          "*** ROS's nodes listen on this machine's network while they are tested: "
              + LoopbackOnly.trouble()
              + " ***");
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A program under a master, its words of error among the others. */
  ProcessBuilder builder(URI master, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("ROS_MASTER_URI", master.toString());
    builder.environment().put("ROS_HOSTNAME", "localhost");
    builder.environment().put("ROS_HOME", folder.toString());
    builder.environment().put("PYTHONUNBUFFERED", "1");
    builder.environment().put("PYTHONIOENCODING", "utf-8");
    return builder;
  }

  /** Starts a program; what it says is kept. */
  Process start(URI master, String... command) {
    ProcessBuilder builder = builder(master, List.of(command));
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

  /** Everything that one of this test's scripts says. */
  String script(String name, String... arguments) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of(PYTHON, resource(name).toString()));
    command.addAll(List.of(arguments));
    return run(URI.create("http://localhost:1/"), command.toArray(String[]::new));
  }

  /** A file of this test's resources. */
  Path resource(String name) {
    Path file = folder.resolve(name);
    try (var in = Ros.class.getResourceAsStream(name)) {
      Files.write(file, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /** The roscpp node, compiled where this source of it has not been before. */
  Path roscppPeer() {
    Path source = resource("peer.cpp");
    try {
      CRC32 crc = new CRC32();
      crc.update(Files.readAllBytes(source));
      Path binary = Path.of("target", "roscpp-peer-%08x".formatted(crc.getValue()));
      if (!Files.exists(binary)) compile(source, binary);
      return binary.toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void compile(Path source, Path binary) throws IOException {
    // Under a name of its own: another run of the tests may do the same.
    Path fresh = binary.resolveSibling(binary.getFileName() + "." + ProcessHandle.current().pid());
    Process compiler =
        start(
            URI.create("http://localhost:1/"),
            "sh",
            "-c",
            "g++ -O1 -std=c++17 -w -o \"$1\" \"$0\" $(pkg-config --cflags --libs roscpp)",
            source.toString(),
            fresh.toString());
    try {
      boolean ended = compiler.waitFor(5L * LIMIT_S, TimeUnit.SECONDS);
      if (!ended || compiler.exitValue() != 0)
        fail("the roscpp peer does not compile: " + output(compiler));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    Files.move(fresh, binary, StandardCopyOption.ATOMIC_MOVE);
  }

  void close() throws InterruptedException {
    for (Process process : processes) {
      List<ProcessHandle> children = process.descendants().toList();
      process.destroy();
      if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
