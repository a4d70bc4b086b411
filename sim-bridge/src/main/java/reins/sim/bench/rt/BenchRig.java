package reins.sim.bench.rt;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import reins.contract.config.FlightRigConfig;
import reins.contract.config.RigConfig;
import reins.contract.exchange.Exchange;

/**
 * A copy of a rig with a ROS master, a learner's port, shared memory and a folder of its own, so
 * that a measurement meets nobody.
 *
 * <p>Threads: one.
 */
public final class BenchRig implements AutoCloseable {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private final Path folder;
  private final ObjectNode rig;
  private final boolean flight;
  private final int spin_us;

  /** Copies this rig. Errors: {@link UncheckedIOException} naming the file. */
  public BenchRig(Path original) {
    flight = FlightRigConfig.is(original);
    // Tells what is wrong with it in its own words.
    if (flight) FlightRigConfig.load(original);
    else RigConfig.load(original);
    try {
      folder = Files.createTempDirectory("reins-bench");
      Path root = original.toAbsolutePath().getParent().getParent();
      for (String part : new String[] {"robots", "tasks", "quadrotors", "flights"})
        Files.createSymbolicLink(folder.resolve(part), root.resolve(part));
      Files.createDirectory(folder.resolve("rigs"));
      rig = (ObjectNode) YAML.readTree(original.toFile());
      spin_us = rig.get("control").get("spin_us").asInt();
      ((ObjectNode) rig.get("ros")).put("master_uri", "http://localhost:" + freePort() + "/");
      ((ObjectNode) rig.get("link")).put("port", freePort());
      ((ObjectNode) rig.get("exchange")).put("path", "/dev/shm/" + folder.getFileName());
    } catch (IOException e) {
      throw new UncheckedIOException(original + ": cannot be copied for the bench", e);
    }
  }

  /** A port that nobody listens on. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** The rig file for a controller that spins so long before its deadlines. */
  public Path file(int spin_us) {
    Path file = folder.resolve("rigs").resolve("spin-" + spin_us + ".yaml");
    ((ObjectNode) rig.get("control")).put("spin_us", spin_us);
    try {
      YAML.writeValue(file.toFile(), rig);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be written", e);
    }
    return file;
  }

  /** Its name. */
  public String name() {
    return rig.get("name").asText();
  }

  /** Its real-time thread. */
  public RigConfig.ControlConfig control() {
    return flight ? FlightRigConfig.load(file(spin_us)).control() : config().rig().control();
  }

  /** A policy that keeps its robot in gentle motion. */
  PlayedPolicy played(Exchange exchange) {
    return flight
        ? PlayedPolicy.flying(exchange, FlightRigConfig.load(file(spin_us)).rig())
        : PlayedPolicy.homing(exchange, config().task());
  }

  /** What an arm's rig says. */
  public RigConfig.Resolved config() {
    return RigConfig.load(file(spin_us));
  }

  /** The spin that the rig asks for. */
  public int spin_us() {
    return spin_us;
  }

  /** The controller's shared memory. */
  public Path exchange() {
    return Path.of(rig.get("exchange").get("path").asText());
  }

  /** Where logs of the processes go. */
  public Path folder() {
    return folder;
  }

  /** Removes folder and shared memory. */
  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
      Files.deleteIfExists(exchange());
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be removed", e);
    }
  }
}
