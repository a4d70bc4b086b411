package reins.contract.config;

import java.nio.file.Path;

/**
 * A task with its robot, and where its processes meet: a ROS master, shared memory, the link to the
 * learner. Whatever the robot is, its rig file says so.
 *
 * @param name the rig's
 * @param camera_topic the picture of the task's camera (sensor_msgs/Image); empty without one
 */
public record Workplace(
    String name,
    Deployment deployment,
    String master_uri,
    RigConfig.Exchange exchange,
    RigConfig.Link link,
    CockpitConfig cockpit,
    String camera_topic) {

  /** The same for an arm's rig that was read already. */
  public static Workplace of(RigConfig.Resolved arm) {
    RigConfig rig = arm.rig();
    return new Workplace(
        rig.name(), arm, rig.ros().master_uri(), rig.exchange(), rig.link(), rig.cockpit(), "");
  }

  /**
   * Reads a rig file, an arm's or a flight's, and what it names.
   *
   * <p>Errors: {@link ConfigException}.
   */
  public static Workplace load(Path file) {
    if (!FlightRigConfig.is(file)) return of(RigConfig.load(file));
    FlightRigConfig.Resolved flight = FlightRigConfig.load(file);
    FlightRigConfig rig = flight.rig();
    Path root = file.toAbsolutePath().getParent().getParent();
    Path taskFile = root.resolve("tasks").resolve(rig.task() + ".yaml");
    FlightTask.Resolved deployment = FlightTask.of(flight.flight(), taskFile);
    String camera =
        deployment.task().cameras().isEmpty()
            ? ""
            : rig.cameraTopic(deployment.task().cameras().getFirst());
    return new Workplace(
        rig.name(),
        deployment,
        rig.ros().master_uri(),
        rig.exchange(),
        rig.link(),
        rig.cockpit(),
        camera);
  }
}
