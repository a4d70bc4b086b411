package reins.sim.bench.cockpit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import reins.contract.config.CockpitConfig;
import reins.contract.config.ConfigException;
import reins.contract.exchange.Exchange;
import reins.ros.node.ConnectedNode;
import reins.ros.node.NodeConfiguration;
import reins.sim.bench.rt.BenchRig;
import reins.sim.bench.rt.CannotMeasure;
import reins.sim.processes.Child;
import reins.sim.processes.ChildFailed;

/**
 * Simulated robot, controller and policy process with a cockpit, each a process of its own, and the
 * controller's shared memory to look into.
 *
 * <p>Threads: one.
 */
final class CockpitStand implements AutoCloseable {
  private static final long START_WITHIN_NS = 90_000_000_000L;
  private static final long LOOK_EVERY_NS = 100_000_000;

  private final BenchRig rig;
  private final int port;
  private final List<Child> children = new ArrayList<>();
  private Exchange exchange;
  private ConnectedNode watcher;

  CockpitStand(Path rigFile) {
    rig = new BenchRig(rigFile);
    try {
      port = BenchRig.freePort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port", e);
    }
  }

  /** Starts all, and waits until the controller ticks and the page is there. */
  void start() {
    start("sim");
    start("controller");
    start(
        "policy",
        "--run",
        "bench",
        "--operator",
        "none",
        "--spool",
        rig.folder().resolve("spool").toString(),
        "--cockpit",
        Integer.toString(port));
    await("the controller", this::controller);
    await("the cockpit", this::page);
    watch();
  }

  /** The cameras run whether a page looks or not: a robot's own would. */
  private void watch() {
    URI master = URI.create(rig.config().rig().ros().master_uri());
    watcher = ConnectedNode.start(NodeConfiguration.newPrivate(master).setNodeName("watcher"));
    for (CockpitConfig.Camera camera : rig.config().rig().cockpit().cameras())
      watcher.newSubscriber(
          camera.topic(),
          camera.compressed() ? "sensor_msgs/CompressedImage" : "sensor_msgs/Image");
  }

  private void start(String process, String... more) {
    Path root = Path.of(System.getProperty("reins.root"));
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            root.resolve("reins").toString(),
            process,
            "--rig",
            rig.file(rig.spin_us()).toString()));
    command.addAll(List.of(more));
    Child child =
        new Child(process, command, java.util.Map.of(), rig.folder().resolve(process + ".log"));
    child.start();
    children.add(child);
  }

  private boolean controller() {
    try {
      if (exchange == null) exchange = Exchange.open(rig.exchange());
      return true;
    } catch (ConfigException e) {
      return false; // not there yet
    }
  }

  private boolean page() {
    try {
      return Files.readString(children.getLast().log()).contains("cockpit: ");
    } catch (IOException e) {
      return false;
    }
  }

  /** Waits for something that has to come. */
  void await(String what, BooleanSupplier condition) {
    long start_ns = System.nanoTime();
    while (!condition.getAsBoolean()) {
      for (Child child : children)
        if (!child.alive()) throw new ChildFailed(child.exitCode(), child.lastWords());
      if (System.nanoTime() - start_ns > START_WITHIN_NS)
        throw new CannotMeasure(what + " did not come: " + children.getLast().lastWords());
      LockSupport.parkNanos(LOOK_EVERY_NS);
    }
  }

  /** The controller's shared memory. */
  Exchange exchange() {
    return exchange;
  }

  /** Where the page is. */
  int port() {
    return port;
  }

  /** The rig. */
  BenchRig rig() {
    return rig;
  }

  @Override
  public void close() {
    if (watcher != null) watcher.shutdown();
    children.reversed().forEach(Child::stop);
    if (exchange != null) exchange.close();
    rig.close();
  }
}
