package reins.contract.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a quadrotor flies: behind which autopilot and topics, with which real-time rights, beside
 * whom.
 *
 * @param flight name of a file in flights/
 * @param task name of a file in tasks/, for the policy process
 * @param cockpit the operator's page
 */
public record FlightRigConfig(
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) String flight,
    @JsonProperty(required = true) String task,
    @JsonProperty(required = true) Control control,
    @JsonProperty(required = true) Ros ros,
    @JsonProperty(required = true) RigConfig.Exchange exchange,
    @JsonProperty(required = true) RigConfig.Link link,
    @JsonProperty(required = true) CockpitConfig cockpit) {
  /** Key by which the file of such a rig is told from an arm's. */
  private static final String KEY = "flight";

  /** Key of a file that names the rigs of several vehicles. */
  private static final String FLEET = "flights";

  /** Checks names. */
  public FlightRigConfig {
    Expect.notBlank(name, "name");
    Expect.notBlank(flight, KEY);
    Expect.notBlank(task, "task");
  }

  /** The real-time thread; its rate is the flight's. See {@link RigConfig.ControlConfig}. */
  public record Control(
      @JsonProperty(required = true) String rt,
      @JsonProperty(required = true) int cpu,
      @JsonProperty(required = true) int priority,
      @JsonProperty(required = true) int spin_us) {
    private RigConfig.ControlConfig at(FlightConfig flight) {
      return new RigConfig.ControlConfig(
          flight.control_hz(), "timer", rt, cpu, priority, spin_us, flight.ladder().state_lost_s());
    }
  }

  /**
   * How it is spoken to over ROS 1.
   *
   * @param embedded_master the simulator starts a master itself at that address
   * @param estop_topic std_msgs/Bool: the first true lands every vehicle that listens
   * @param own_topic nav_msgs/Odometry: where this vehicle tells others where it is
   * @param neighbour_topics the own_topic of each vehicle nearby, all in one world frame
   */
  public record Ros(
      @JsonProperty(required = true) String master_uri,
      @JsonProperty(required = true) boolean embedded_master,
      @JsonProperty(required = true) PilotConfig autopilot,
      @JsonProperty(required = true) String estop_topic,
      @JsonProperty(required = true) String own_topic,
      @JsonProperty(required = true) List<String> neighbour_topics) {
    /** Checks addresses and topics. */
    public Ros {
      Expect.that(
          master_uri.startsWith("http://"),
          "master_uri",
          "expected http://HOST:PORT/, got '" + master_uri + "'");
      Expect.topic(estop_topic, "estop_topic");
      Expect.topic(own_topic, "own_topic");
      Set<String> others = new HashSet<>(List.of(own_topic));
      for (String topic : neighbour_topics) {
        Expect.topic(topic, "neighbour_topics");
        Expect.that(
            others.add(topic), "neighbour_topics", "expected others than " + own_topic + ", once");
      }
      Expect.that(
          neighbour_topics.size() <= FlightConfig.Traffic.MAX_NEIGHBOURS,
          "neighbour_topics",
          "expected at most " + FlightConfig.Traffic.MAX_NEIGHBOURS);
      neighbour_topics = List.copyOf(neighbour_topics);
    }
  }

  /** A rig with the flight and the quadrotor that it names, checked against one another. */
  public record Resolved(FlightRigConfig rig, FlightConfig.Resolved flight) {
    /** The thread with the flight's rate. */
    public RigConfig.ControlConfig control() {
      return rig.control.at(flight.flight());
    }
  }

  /** The ROS node of a rig's controller: vehicles have a process each under one master. */
  public static String node(String rig) {
    return "reins_" + rig.replaceAll("[^A-Za-z0-9_]", "_");
  }

  /** Where a camera's pictures are: beside the topic on which the vehicle tells where it is. */
  public String cameraTopic(CameraTerm camera) {
    String own = ros.own_topic();
    return own.substring(0, own.lastIndexOf('/')) + "/" + camera.name() + "/image_raw";
  }

  /** Whether a file is a flight's rig, or names several. */
  public static boolean is(Path file) {
    return ConfigReader.has(file, KEY) || ConfigReader.has(file, FLEET);
  }

  /**
   * Reads a rig and the flight that it names, beside it in {@code ../flights}.
   *
   * <p>Errors: {@link ConfigException} naming file and path.
   */
  public static Resolved load(Path file) {
    FlightRigConfig rig = ConfigReader.read(file, FlightRigConfig.class);
    Path root = file.toAbsolutePath().getParent().getParent();
    FlightConfig.Resolved flight =
        FlightConfig.load(root.resolve("flights").resolve(rig.flight + ".yaml"));
    rig.ros.autopilot.check(file, flight);
    return new Resolved(rig, flight);
  }

  /**
   * The task of one vehicle's rig, not checked against its flight: what a simulator puts up for it.
   * Null where the file names several.
   *
   * <p>Errors: {@link ConfigException}.
   */
  public static FlightTask task(Path file) {
    if (ConfigReader.has(file, FLEET)) return null;
    FlightRigConfig rig = ConfigReader.read(file, FlightRigConfig.class);
    Path root = file.toAbsolutePath().getParent().getParent();
    return ConfigReader.read(root.resolve("tasks").resolve(rig.task + ".yaml"), FlightTask.class);
  }

  /** Several vehicles: names of files in rigs/, one world and one ROS master for all. */
  private record Fleet(
      @JsonProperty(required = true) String name,
      @JsonProperty(required = true) List<String> flights) {}

  /**
   * The rigs of a file: one where it is a single vehicle's, else those that it names.
   *
   * <p>Errors: {@link ConfigException}.
   */
  public static List<Resolved> loadAll(Path file) {
    if (!ConfigReader.has(file, FLEET)) return List.of(load(file));
    Fleet fleet = ConfigReader.read(file, Fleet.class);
    List<Resolved> rigs =
        fleet.flights.stream().map(name -> load(file.resolveSibling(name + ".yaml"))).toList();
    Set<String> own = new HashSet<>();
    for (Resolved rig : rigs) {
      String first = rigs.getFirst().rig().ros().master_uri();
      if (!first.equals(rig.rig().ros().master_uri()))
        throw new ConfigException(file + ": flights: expected one ros.master_uri, " + first);
      for (String name :
          List.of(
              rig.rig().ros().own_topic(),
              rig.rig().ros().autopilot().prefix(),
              rig.rig().exchange().path()))
        if (!own.add(name))
          throw new ConfigException(file + ": flights: expected " + name + " to be one rig's own");
    }
    return rigs;
  }
}
