package reins.sim.quad;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import reins.contract.config.ConfigException;
import reins.contract.config.FlightRigConfig;
import reins.contract.exchange.ActionFrame;
import reins.contract.exchange.Command;
import reins.contract.exchange.Counters;
import reins.contract.exchange.Exchange;
import reins.contract.exchange.Mode;
import reins.contract.exchange.StateFrame;
import reins.sim.processes.Child;
import reins.sim.processes.ChildFailed;
import reins.sim.processes.SendUp;

/**
 * Several vehicles as several rigs over one ROS master: a simulator, a controller process for each,
 * and here the policies' end of their shared memories. Every controller knows the others by what
 * they say of themselves on their topics, and by nothing else.
 *
 * <p>Threads: one. Errors: {@link ChildFailed} where a process ends before its time.
 */
final class Fleet implements AutoCloseable {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final double PERIOD_s = 0.02;
  private static final double START_WITHIN_s = 240;
  private static final double HOVER_WITHIN_s = 20;
  private static final double SPEED_m_s = 1.0;
  private static final double GAIN_1_s = 1.0;
  private static final String SMALL_HEAP = "-XX:+UseZGC -Xms64m -Xmx128m -XX:-ZProactive";

  private final Path folder;
  private final List<Path> files = new ArrayList<>();
  private final List<FlightRigConfig.Resolved> rigs = new ArrayList<>();
  private final List<Child> controllers = new ArrayList<>();
  private final List<Exchange> exchanges = new ArrayList<>();
  private final List<StateFrame> states = new ArrayList<>();
  private final Child sim;
  private final ActionFrame frame = new ActionFrame();

  /**
   * Writes the rigs of n vehicles like a shipped one's; starts nothing.
   *
   * @param root of the repository, where the launcher is
   */
  Fleet(Path root, Path template, int n) {
    try {
      folder = Files.createTempDirectory("reins-fleet");
      Path configs = template.toAbsolutePath().getParent().getParent();
      for (String part : new String[] {"quadrotors", "flights", "tasks"})
        Files.createSymbolicLink(folder.resolve(part), configs.resolve(part));
      Files.createDirectory(folder.resolve("rigs"));
      int port;
      try (ServerSocket socket = new ServerSocket(0)) {
        port = socket.getLocalPort();
      }
      for (int i = 0; i < n; i++) write((ObjectNode) YAML.readTree(template.toFile()), i, n, port);
      Path fleet = folder.resolve("rigs/fleet.yaml");
      ObjectNode all = YAML.createObjectNode().put("name", "fleet");
      ArrayNode names = all.putArray("flights");
      for (int i = 0; i < n; i++) names.add(name(i));
      YAML.writeValue(fleet.toFile(), all);
      sim = child(root, "sim", fleet, "sim");
      for (int i = 0; i < n; i++) controllers.add(child(root, "controller", files.get(i), name(i)));
    } catch (IOException e) {
      throw new UncheckedIOException(template + ": cannot be copied for a fleet", e);
    }
  }

  private static String name(int i) {
    return "v" + (i + 1);
  }

  private static String topic(int i) {
    return "/reins/" + name(i) + "/odom";
  }

  private void write(ObjectNode rig, int i, int n, int port) throws IOException {
    rig.put("name", name(i));
    ((ObjectNode) rig.get("control")).put("cpu", -1).put("spin_us", 0);
    ((ObjectNode) rig.get("exchange")).put("path", folder.resolve(name(i)).toString());
    ObjectNode ros = (ObjectNode) rig.get("ros");
    ros.put("master_uri", "http://localhost:" + port + "/").put("own_topic", topic(i));
    ArrayNode others = ros.putArray("neighbour_topics");
    for (int k = 0; k < n; k++) if (k != i) others.add(topic(k));
    ObjectNode autopilot = (ObjectNode) ros.get("autopilot");
    String before = autopilot.get("prefix").asText();
    for (String key : List.of("prefix", "pose_topic", "battery_topic"))
      if (autopilot.has(key))
        autopilot.put(key, autopilot.get(key).asText().replace(before, "/" + name(i)));
    Path file = folder.resolve("rigs").resolve(name(i) + ".yaml");
    YAML.writeValue(file.toFile(), rig);
    files.add(file);
    rigs.add(FlightRigConfig.load(file));
  }

  private Child child(Path root, String command, Path rig, String called) {
    return new Child(
        called,
        List.of(root.resolve("reins").toString(), command, "--rig", rig.toString()),
        Map.of("REINS_BUILT", "yes", "REINS_CONTROLLER_FLAGS", SMALL_HEAP),
        folder.resolve(called + ".log"));
  }

  /** Starts simulator and controllers, and waits until every loop is armed. */
  void start() {
    sim.start();
    controllers.forEach(Child::start);
    for (int i = 0; i < controllers.size(); i++) {
      int at = i;
      states.add(new StateFrame());
      await(START_WITHIN_s, () -> opened(at), name(i) + " ticks");
    }
    for (Exchange exchange : exchanges)
      await(START_WITHIN_s, () -> exchange.counters().get(Counters.TICK_MAX_NS) > 0, "armed");
  }

  private boolean opened(int i) {
    if (exchanges.size() > i) return exchanges.get(i).counters().get(Counters.TICKS) > 0;
    try {
      exchanges.add(Exchange.open(folder.resolve(name(i))));
    } catch (ConfigException e) {
      return false; // not there yet
    }
    return false;
  }

  private void await(double time_s, BooleanSupplier condition, String what) {
    long start_ns = System.nanoTime();
    while (!condition.getAsBoolean()) {
      for (int i = 0; i < controllers.size(); i++)
        if (!controllers.get(i).alive())
          throw new ChildFailed(controllers.get(i).exitCode(), controllers.get(i).lastWords());
      if (!sim.alive()) throw new ChildFailed(sim.exitCode(), sim.lastWords());
      if (System.nanoTime() - start_ns > 1e9 * time_s)
        throw new IllegalStateException("expected within " + time_s + " s: " + what);
      pause();
    }
  }

  private static void pause() {
    LockSupport.parkNanos(Math.round(1e9 * PERIOD_s));
  }

  /** Asks each to take off, and holds them until all hover. */
  void takeOff() {
    Thread asking = Thread.ofPlatform().name("take-off").start(this::ask);
    await(
        HOVER_WITHIN_s * rigs.size(),
        () -> {
          boolean all = true;
          for (int i = 0; i < rigs.size(); i++) {
            send(i, null);
            all &= state(i).mode == Mode.HOLD.ordinal();
          }
          return all && !asking.isAlive();
        },
        "all hover");
  }

  private void ask() {
    try (SendUp person = new SendUp(rigs.getFirst().rig().ros().master_uri(), "fleet")) {
      for (FlightRigConfig.Resolved rig : rigs) person.ask(rig.rig().name());
    }
  }

  /**
   * Flies each to its goal.
   *
   * @param goals_m [n][3]
   * @param paths written: where each was, from above; null: not kept
   * @return least distance of two centres meanwhile, as their controllers saw themselves
   */
  double fly(double[][] goals_m, double time_s, double near_m, List<List<double[]>> paths) {
    double[] nearest_m = {Double.POSITIVE_INFINITY};
    long until_ns = System.nanoTime() + Math.round(1e9 * time_s);
    await(
        2 * time_s,
        () -> {
          boolean all = true;
          for (int i = 0; i < rigs.size(); i++) {
            send(i, goals_m[i]);
            all &= distance(states.get(i).p_base_tool_m, goals_m[i]) < near_m;
            if (paths != null) paths.get(i).add(states.get(i).p_base_tool_m.clone());
            for (int k = 0; k < i; k++)
              nearest_m[0] =
                  Math.min(
                      nearest_m[0],
                      distance(states.get(i).p_base_tool_m, states.get(k).p_base_tool_m));
          }
          return all || System.nanoTime() > until_ns;
        },
        "flown");
    return nearest_m[0];
  }

  /** How many are at their goals. */
  int arrived(double[][] goals_m, double near_m) {
    int count = 0;
    for (int i = 0; i < rigs.size(); i++)
      if (distance(state(i).p_base_tool_m, goals_m[i]) < near_m) count++;
    return count;
  }

  private static double distance(double[] a, double[] b) {
    double square = 0;
    for (int i = 0; i < 3; i++) square += (a[i] - b[i]) * (a[i] - b[i]);
    return Math.sqrt(square);
  }

  /** Straight to the goal, slower near it; without one: hold. */
  private void send(int i, double[] goal_m) {
    StateFrame s = state(i);
    frame.seq++;
    frame.stamp_ns = System.nanoTime();
    frame.command = (goal_m == null ? Command.HOLD : Command.ACT).ordinal();
    if (goal_m != null) {
      double far_m = distance(s.p_base_tool_m, goal_m);
      double share = Math.min(GAIN_1_s, SPEED_m_s / Math.max(far_m, 1e-6));
      double most_m_s = rigs.get(i).flight().quadrotor().limits().speed_max_m_s();
      for (int k = 0; k < 3; k++)
        frame.action[k] = share * (goal_m[k] - s.p_base_tool_m[k]) / most_m_s;
      frame.action[3] = 0;
    }
    exchanges.get(i).publishAction(frame);
  }

  /** What a controller last said. */
  StateFrame state(int i) {
    exchanges.get(i).latestState(states.get(i));
    return states.get(i);
  }

  /** Its counters. */
  Counters counters(int i) {
    return exchanges.get(i).counters();
  }

  FlightRigConfig.Resolved rig(int i) {
    return rigs.get(i);
  }

  /** The controller's process of a vehicle. */
  Child controller(int i) {
    return controllers.get(i);
  }

  /** Everything goes, the robot last. */
  @Override
  public void close() {
    controllers.parallelStream().forEach(Child::stop);
    sim.stop();
    exchanges.forEach(Exchange::close);
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be removed", e);
    }
  }
}
