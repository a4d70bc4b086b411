package reins.ros.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The processes of the benchmark: this client's, roscpp's (compiled here from Debian's headers),
 * rospy's.
 */
final class Peers {
  private static final int COMPILE_LIMIT_S = 300;
  private static final String PACKAGES =
      "g++ pkg-config libroscpp-dev libstd-msgs-dev libsensor-msgs-dev python3-rospy python3-std-msgs";

  private final Path folder;
  private URI master = URI.create("http://localhost:11311/");
  private Path binary;

  /**
   * @param folder where sources and binaries are put
   */
  Peers(Path folder) {
    this.folder = folder;
  }

  /** The master that the processes started from now on are given. */
  Peers under(URI nextMaster) {
    master = nextMaster;
    return this;
  }

  /**
   * Compiles the roscpp peer.
   *
   * <p>Errors: {@link IOException} names the packages to install where that fails.
   */
  void compile() throws IOException, InterruptedException {
    Path source = resource("peer.cpp");
    binary = folder.resolve("peer");
    String command =
        "g++ -O2 -std=c++17 -w -o '"
            + binary
            + "' '"
            + source
            + "' $(pkg-config --cflags --libs roscpp)";
    Path log = folder.resolve("compile.txt");
    Process compiler =
        new ProcessBuilder("sh", "-c", command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!compiler.waitFor(COMPILE_LIMIT_S, TimeUnit.SECONDS)) compiler.destroyForcibly();
    if (compiler.waitFor() != 0)
      throw new IOException(
          "the roscpp peer does not compile; run: apt-get install -y "
              + PACKAGES
              + "\n"
              + Files.readString(log));
  }

  private Path resource(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in = Peers.class.getResourceAsStream(name)) {
      Files.write(file, in.readAllBytes());
    }
    return file;
  }

  Process roscpp(String... role) throws IOException {
    return start(binary.toString(), role);
  }

  Process rospy(String... role) throws IOException {
    List<String> all = new ArrayList<>(List.of(resource("peer.py").toString()));
    all.addAll(List.of(role));
    return start("/usr/bin/python3", all.toArray(String[]::new));
  }

  Process reins(String... role) throws IOException {
    List<String> all = new ArrayList<>(java(RosBenchPeer.class.getName()));
    all.addAll(List.of(role));
    return start(all.getFirst(), all.subList(1, all.size()).toArray(String[]::new));
  }

  static List<String> java(String main) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseZGC",
        "-Xms128m",
        "-Xmx128m",
        "-XX:-UsePerfData",
        // Netty would look for one, and say that a network without hardware has none.
        "-Dio.netty.machineId=00:00:00:00:00:01",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        System.getProperty("java.class.path"),
        main);
  }

  private Process start(String program, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(program));
    all.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(all);
    builder.environment().put("ROS_MASTER_URI", master.toString());
    builder.environment().put("ROS_HOSTNAME", "localhost");
    builder.environment().put("ROS_HOME", folder.toString());
    builder.environment().put("PYTHONUNBUFFERED", "1");
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** A process that waits for one that has failed would wait for ever. */
  static void endTogether(Process awaited, Process waiting) {
    awaited
        .onExit()
        .thenAccept(
            ended -> {
              if (ended.exitValue() != 0) waiting.destroy();
            });
  }

  /** What follows a word at the start of a line that the process prints. */
  static String line(Process process, String word) throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = reader.readLine(); line != null; line = reader.readLine())
      if (line.startsWith(word)) return line.substring(word.length()).strip();
    throw new IOException("a peer ended without its result");
  }

  static void stop(Process process) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(5, TimeUnit.SECONDS)) process.destroyForcibly().waitFor();
  }
}
